/*
 * kernel.c - the kernel's side: closures compiled into one object and run by `nubpf test`.
 *
 * What a compiler or the kernel does not take is found by its line or by halving.
 */
#include "tests/nu/batch.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_wanted(const struct batch *b, uint32_t i)
{
	return b->closures.v[i].verdict == VERDICT_SAME;
}

/* Writes the source; lines[i] is the first line of closure i, UINT32_MAX of one not in it. */
static void write_source(struct batch *b, uint32_t from, uint32_t to, const char *path,
			 uint32_t *lines)
{
	const char *common =
		batch_read(b->arena, arena_printf(b->arena, "%s/common.nu", b->lib));
	struct buf text = {.arena = b->arena};
	uint32_t line = 2;

	buf_printf(&text, "use nubpf *\n%s", common);
	for (; *common; common++)
		line += *common == '\n';
	for (uint32_t i = from; i < to; i++) {
		const char *closure = batch_closure(b->arena, b->closures.v[i].text);

		lines[i] = is_wanted(b, i) ? line : UINT32_MAX;
		if (!is_wanted(b, i))
			continue;
		buf_printf(&text, "ebpf attach --name c%u 'raw_tracepoint:sys_enter' %s\n", i,
			   closure);
		for (line++; *closure; closure++)
			line += *closure == '\n';
	}
	batch_write(path, &text);
}

/* Marks the closures that have an error among the diagnostics; gives how many. */
static uint32_t mark_refused(struct batch *b, uint32_t from, uint32_t to, const uint32_t *lines,
			     const char *diags)
{
	uint32_t marked = 0;

	for (const char *s = diags; *s; s += strcspn(s, "\n"), s += *s == '\n') {
		struct sv line = {s, strcspn(s, "\n")};
		char *text = sv_dup(b->arena, line), *colon = strchr(text, ':');
		uint32_t at = colon ? (uint32_t)strtoul(colon + 1, NULL, 10) : 0, i = to;
		char *code = strrchr(text, '[');

		if (!at || !code || !strstr(text, ": error: "))
			continue;
		while (i > from && lines[i - 1] > at)
			i--;
		if (i == from)
			continue;
		b->closures.v[i - 1].verdict = VERDICT_REFUSED;
		b->closures.v[i - 1].why = strstr(text, ": error: ") + 9;
		marked++;
	}
	return marked;
}

/* ---- rows as nushell.c writes them: types, blank, JSON ---- */

/* The types of a value of the field; false when the value is of another shape. */
static bool put_type(struct buf *b, json_t *value, json_t *field)
{
	const char *kind = json_string_value(json_object_get(field, "kind"));
	json_t *inner, *fields = json_object_get(field, "fields");
	size_t i;

	if (!value)
		return false;
	if (json_is_null(value)) {
		buf_puts(b, "nothing");
	} else if (json_is_object(value)) {
		if (json_object_size(value) != json_array_size(fields))
			return false;
		buf_puts(b, "record<");
		json_array_foreach(fields, i, inner)
		{
			const char *name = json_string_value(json_object_get(inner, "name"));

			buf_printf(b, "%s%s: ", i ? ", " : "", name ? name : "");
			if (!put_type(b, json_object_get(value, name ? name : ""), inner))
				return false;
		}
		buf_putc(b, '>');
	} else if (kind && strcmp(kind, "list") == 0) {
		if (!json_is_array(value))
			return false;
		buf_puts(b, "list<");
		json_array_foreach(value, i, inner)
		{
			buf_puts(b, i ? ", " : "");
			if (!put_type(b, inner, json_array_get(fields, 0)))
				return false;
		}
		buf_putc(b, '>');
	} else if (kind && strcmp(kind, "record") == 0) {
		return false;
	} else if (kind && strcmp(kind, "text") == 0) {
		buf_puts(b, "string");
	} else {
		buf_puts(b, !kind || strcmp(kind, "uint") == 0 ? "int" : kind);
	}
	return true;
}

/* The row in each shape of the program's that it may have, a line each: its name is not in it. */
static const char *row_text(struct arena *a, json_t *row, const char *prog, json_t *manifest)
{
	json_t *event, *events = json_object_get(manifest, "events");
	struct buf all = {.arena = a};
	size_t i;

	buf_puts(&all, "");
	json_array_foreach(events, i, event)
	{
		json_t *field = event, *value = row;
		struct buf type = {.arena = a};
		char *json;

		if (json_is_true(json_object_get(event, "is_scalar"))) {
			field = json_array_get(json_object_get(event, "fields"), 0);
			value = json_object_get(row, "value");
		}
		if (strcmp(json_string_value(json_object_get(event, "name")), prog) != 0 ||
		    !put_type(&type, value, field))
			continue;
		json = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
		buf_printf(&all, "%s%s %s", all.n ? "\n" : "", type.p, json);
		free(json);
	}
	return all.p;
}

static void read_line(struct batch *b, json_t *line, json_t *manifest)
{
	const char *prog = json_string_value(json_object_get(line, "prog"));
	uint32_t i = prog ? (uint32_t)strtoul(prog + 1, NULL, 10) : UINT32_MAX;
	json_int_t run = json_integer_value(json_object_get(line, "run"));
	json_t *row = json_object_get(line, "row"), *errors = json_object_get(line, "errors");
	struct outcome *o;

	NB_ASSERT(i < b->closures.n && run >= 1 && run <= b->ninputs);
	o = &b->closures.v[i].kernel[run - 1];
	if (row)
		vec_push(b->arena, &o->rows, row_text(b->arena, row, prog, manifest));
	if (!errors)
		return;
	o->known = true;
	if (json_array_size(errors))
		o->error = arena_printf(
			b->arena, "%s",
			json_string_value(json_object_get(json_array_get(errors, 0), "message")));
}

static void read_results(struct batch *b, const char *path, json_t *manifest)
{
	FILE *f = fopen(path, "r");
	json_t *line;

	while (f && (line = json_loadf(f, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, NULL))) {
		read_line(b, line, manifest);
		json_decref(line);
	}
	if (f)
		fclose(f);
}

/* Runs the object; whether the kernel took all of it. */
static bool run_object(struct batch *b, const char *object, const char *manifest_path)
{
	const char *out = arena_printf(b->arena, "%s/rows", b->dir),
		   *args = arena_printf(b->arena, "%s/args", b->dir),
		   *nubpf = arena_printf(b->arena, "%s/nubpf", b->bin),
		   *err = arena_printf(b->arena, "%s/test.err", b->dir);
	json_t *manifest = json_load_file(manifest_path, 0, NULL);
	struct buf lines = {.arena = b->arena};
	bool good;

	for (uint32_t i = 0; i < b->ninputs; i++) {
		for (uint32_t k = 0; k < TREE_INPUTS; k++)
			buf_printf(&lines, "%lld ", (long long)b->inputs[i][k]);
		buf_putc(&lines, '\n');
	}
	batch_write(args, &lines);
	good = batch_run((const char *[]){nubpf, "test", object, "--args", args, NULL}, out, err) ==
	       0;
	if (good)
		read_results(b, out, manifest);
	json_decref(manifest);
	return good;
}

static void halve(struct batch *b, uint32_t from, uint32_t to, enum verdict verdict,
		  const char *why)
{
	uint32_t wanted = 0, last = from;

	for (uint32_t i = from; i < to; i++) {
		wanted += is_wanted(b, i);
		last = is_wanted(b, i) ? i : last;
	}
	if (wanted == 1) {
		b->closures.v[last].verdict = verdict;
		b->closures.v[last].why = why;
	} else if (wanted) {
		kernel_evaluate(b, from, from + (to - from) / 2);
		kernel_evaluate(b, from + (to - from) / 2, to);
	}
}

void kernel_evaluate(struct batch *b, uint32_t from, uint32_t to)
{
	const char *source = arena_printf(b->arena, "%s/batch.nu", b->dir),
		   *object = arena_printf(b->arena, "%s/batch.bpf.o", b->dir),
		   *manifest = arena_printf(b->arena, "%s/manifest.json", b->dir),
		   *diags = arena_printf(b->arena, "%s/diags", b->dir),
		   *compiler = arena_printf(b->arena, "%s/nubpfc", b->bin);
	uint32_t *lines = arena_array(b->arena, uint32_t, b->closures.n + 1);
	/* Defs as bodies, as subprograms, or as what is smaller: all mean the same. */
	static const char *const forms[] = {"-finline-defs", "-fno-inline-defs", "-O2"};
	const char *form = forms[b->seed % ARRAY_SIZE(forms)];
	int code;

	do {
		write_source(b, from, to, source, lines);
		code = batch_run((const char *[]){compiler, "--diag=short", "--color=never",
						  form, "-o", object, source, NULL},
				 "/dev/null", diags);
	} while (code == 1 && mark_refused(b, from, to, lines, batch_read(b->arena, diags)));
	if (code == 0)
		code = batch_run(
			(const char *[]){compiler, "--emit=manifest", form, "-o", manifest, source,
					       NULL},
			"/dev/null", diags);
	if (code) /* 1: an error in what is common to all, for one that uses it */
		halve(b, from, to, code == 1 ? VERDICT_REFUSED : VERDICT_CRASH,
		      batch_read(b->arena, diags));
	else if (!run_object(b, object, manifest))
		halve(b, from, to, VERDICT_NOT_LOADED,
		      batch_read(b->arena, arena_printf(b->arena, "%s/test.err", b->dir)));
}
