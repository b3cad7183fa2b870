/*
 * verb_list.c - `nubpf list`: the groups that are there; a table on a terminal, else lines of JSON.
 */
#include "loader/data.h"
#include "loader/group_view.h"
#include "loader/render_text.h"
#include "loader/table.h"
#include "loader/verbs.h"
#include "runtime/units.h"

#include <jansson.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct listed {
	const char *name, *object, *wrong; /* wrong: why it cannot be read, or NULL */
	uint64_t age_ns;
	uint32_t attached, programs;
	uint64_t lost, errors;
};

static uint64_t age_of(const struct group *g)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec - g->started_ns;
}

static struct listed look(struct arena *a, const char *name)
{
	struct failure why = {.arena = a};
	struct listed l = {.name = name, .object = ""};
	struct group g;
	const uint64_t *sites;

	if (group_open(&g, a, name, &why)) {
		l.wrong = why.message;
		group_close(&g);
		return l;
	}
	l.object = g.file;
	l.age_ns = age_of(&g);
	l.programs = g.object.manifest->programs.n;
	for (uint32_t i = 0; i < l.programs; i++)
		l.attached += g.session.state[i].attached;
	sites = data_read(a, g.session.bpf, &g.object.sites);
	for (uint32_t i = 0; sites && i < g.object.manifest->sites.n; i++) {
		const char *kind = g.object.manifest->sites.v[i].kind;

		l.lost += strcmp(kind, "lost") == 0 ? sites[i] : 0;
		l.errors += strcmp(kind, "error") == 0 ? sites[i] : 0;
	}
	group_close(&g);
	return l;
}

static void print_json(const struct listed *l)
{
	json_t *o = json_pack("{s:s}", "group", l->name);

	if (l->wrong)
		json_object_set_new(o, "error", json_string(l->wrong));
	else
		json_object_update_new(o, json_pack("{s:s, s:I, s:i, s:i, s:I, s:I}", "object",
						    l->object, "age", (json_int_t)l->age_ns,
						    "attached", (int)l->attached, "programs",
						    (int)l->programs, "lost", (json_int_t)l->lost,
						    "errors", (json_int_t)l->errors));
	json_dumpf(o, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(o);
}

static void put_number(struct table *t, uint64_t v)
{
	char digits[UNITS_MAX];

	buf_write(&t->text, digits, units_uint(digits, v));
	table_cell(t);
}

static void put_row(struct table *t, const struct listed *l)
{
	char text[UNITS_MAX];

	buf_puts(&t->text, l->name);
	table_cell(t);
	text_safe(&t->text, sv_cstr(l->wrong ? l->wrong : l->object), false);
	table_cell(t);
	if (!l->wrong)
		buf_write(&t->text, text, units_span(text, l->age_ns));
	table_cell(t);
	if (!l->wrong)
		buf_printf(&t->text, "%u of %u", l->attached, l->programs);
	table_cell(t);
	put_number(t, l->lost);
	put_number(t, l->errors);
}

static void print_table(struct arena *a, const struct listed *all, uint32_t n)
{
	struct table_column columns[] = {{.title = "group"},
					 {.title = "object"},
					 {.title = "age", .is_right = true},
					 {.title = "attached"},
					 {.title = "lost", .is_right = true},
					 {.title = "errors", .is_right = true}};
	struct buf out = {.arena = a};
	struct table t;

	table_open(a, &t, columns, ARRAY_SIZE(columns));
	for (uint32_t i = 0; i < n; i++)
		put_row(&t, &all[i]);
	table_measure(&t);
	table_head(&out, &t);
	table_body(&out, &t);
	table_foot(&out, &t);
	fwrite(out.p, 1, out.n, stdout);
}

int verb_list(struct arena *a, char *const *argv, struct failure *why)
{
	static const char usage[] = "nubpf list";
	struct group_names names = {0};
	struct listed *all;
	int code;

	if (argv[0] && (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0)) {
		printf("usage: %s\n\nA table on a terminal, else a line of JSON for each group.\n",
		       usage);
		return 0;
	}
	if (argv[0])
		return failure_set(why, EXIT_USAGE, "unexpected argument '%s'; usage: %s", argv[0],
				   usage);
	code = group_list(a, &names, why);
	if (code)
		return code;
	all = arena_array(a, struct listed, names.v.n + 1);
	for (uint32_t i = 0; i < names.v.n; i++)
		all[i] = look(a, names.v.v[i]);
	if (isatty(STDOUT_FILENO) && names.v.n)
		print_table(a, all, names.v.n);
	for (uint32_t i = 0; !isatty(STDOUT_FILENO) && i < names.v.n; i++)
		print_json(&all[i]);
	return 0;
}
