/*
 * nushell.c - Nushell's side: one script for all closures, with prelude.nu for the kernel's words and common.nu.
 *
 * One closure that does not parse spoils its script; it is found by halving.
 */
#include "tests/nu/batch.h"

#include <jansson.h>
#include <stdlib.h>

static void write_script(struct batch *b, const uint32_t *wanted, uint32_t n, const char *path)
{
	struct buf text = {.arena = b->arena};

	buf_printf(&text, "source '%s/prelude.nu'\nsource '%s/common.nu'\nevaluate [\n", b->lib,
		   b->lib);
	for (uint32_t i = 0; i < n; i++)
		buf_printf(&text, "%s\n", batch_closure(b->arena, b->closures.v[wanted[i]].text));
	buf_puts(&text, "] [");
	for (uint32_t i = 0; i < b->ninputs; i++) {
		buf_puts(&text, "\n{");
		for (uint32_t k = 0; k < TREE_INPUTS; k++)
			buf_printf(&text, "%sarg%u: %lld", k ? ", " : "", k,
				   (long long)b->inputs[i][k]);
		buf_putc(&text, '}');
	}
	buf_puts(&text, "]\n");
	batch_write(path, &text);
}

/* The types of a value and of all that is in it, from `describe --detailed`. */
static void put_type(struct buf *b, json_t *described)
{
	const char *name, *type = json_string_value(json_object_get(described, "type"));
	json_t *inner, *columns = json_object_get(described, "columns");
	bool is_list = type && strcmp(type, "list") == 0;
	size_t i;

	buf_puts(b, type ? type : "?");
	if (!is_list && !columns)
		return;
	buf_putc(b, '<');
	json_array_foreach(json_object_get(described, "value"), i, inner)
	{
		buf_puts(b, i ? ", " : "");
		put_type(b, inner);
	}
	json_object_foreach(columns, name, inner)
	{
		buf_printf(b, "%s%s: ", b->p[b->n - 1] == '<' ? "" : ", ", name);
		put_type(b, inner);
	}
	buf_putc(b, '>');
}

/* Types, a blank, JSON. */
static const char *row_text(struct arena *a, json_t *row)
{
	struct buf b = {.arena = a};
	char *json = json_dumps(json_array_get(row, 1), JSON_COMPACT | JSON_ENCODE_ANY);

	put_type(&b, json_array_get(row, 0));
	buf_printf(&b, " %s", json);
	free(json);
	return b.p;
}

static void read_outcome(struct arena *a, json_t *run, struct outcome *o)
{
	const char *error = json_string_value(json_object_get(run, "error"));
	json_t *row;
	size_t i;

	json_array_foreach(json_object_get(run, "rows"), i, row)
		vec_push(a, &o->rows, row_text(a, row));
	o->error = error ? arena_printf(a, "%s", error) : NULL;
	o->known = true;
}

void nushell_evaluate(struct batch *b, uint32_t from, uint32_t to)
{
	const char *script = arena_printf(b->arena, "%s/script.nu", b->dir),
		   *out = arena_printf(b->arena, "%s/script.out", b->dir),
		   *err = arena_printf(b->arena, "%s/script.err", b->dir);
	uint32_t *wanted = arena_array(b->arena, uint32_t, to - from + 1), n = 0;
	json_t *all;

	for (uint32_t i = from; i < to; i++) {
		if (b->closures.v[i].verdict == VERDICT_SAME)
			wanted[n++] = i;
	}
	if (!n)
		return;
	write_script(b, wanted, n, script);
	batch_run((const char *[]){b->nu, "-n", "--no-std-lib", script, NULL}, out, err);
	all = json_load_file(out, JSON_ALLOW_NUL, NULL);
	if (json_array_size(all) == n) {
		for (uint32_t i = 0; i < n; i++) {
			for (uint32_t k = 0; k < b->ninputs; k++)
				read_outcome(b->arena, json_array_get(json_array_get(all, i), k),
					     &b->closures.v[wanted[i]].nushell[k]);
		}
	} else if (n == 1) {
		b->closures.v[wanted[0]].verdict = VERDICT_NOT_NU;
		b->closures.v[wanted[0]].why = batch_read(b->arena, err);
	} else {
		nushell_evaluate(b, from, from + (to - from) / 2);
		nushell_evaluate(b, from + (to - from) / 2, to);
	}
	json_decref(all);
}
