/*
 * cmd_record.c - commands on the columns of a record, or of each record of a list.
 */
#include "frontend/lower_path.h"
#include "frontend/fold.h"
#include "frontend/lower_stream.h"

static bool is_put(const struct ast *call)
{
	enum cmd cmd = (enum cmd)call->u.call.cmd;

	return cmd == CMD_insert || cmd == CMD_update || cmd == CMD_upsert;
}

/* The column of what `select` makes: what the last path of that name leads to, none where it is
 * missing. */
static struct rt *selected(struct lower *l, const struct ast *call, struct rt *row, struct sv name)
{
	const struct ast *path = NULL, *next;

	for (uint32_t i = 0; (next = ast_positional(call, i)); i++)
		if (sv_eq(path_column(l->arena, next), name))
			path = next;
	for (uint32_t i = 0; row && i < path->u.path.n; i++)
		row = rt_column(row, path->u.path.members[i].name);
	return row;
}

/* The columns of a record that are in the type, as those of the records in it. */
static struct rt with_columns(struct lower *l, const struct rt *row, const struct type *type)
{
	struct rt r = {.type = type};

	if (type->kind != TYPE_RECORD || type->nullable)
		return rt_convert(l, *row, type);
	r.fields = arena_array(l->arena, struct rt, type->nfields + 1);
	for (uint32_t i = 0; i < type->nfields; i++)
		r.fields[i] =
			with_columns(l, rt_column(row, type->fields[i].name), type->fields[i].type);
	return rt_record(l, r);
}

struct rt lower_row(struct lower *l, const struct ast *call, struct rt row, const struct rt *put)
{
	const struct type *type = call->type->kind == TYPE_LIST ? call->type->elem : call->type;
	struct rt r = {.type = type}, *from;

	if (is_put(call))
		return rt_record(l, rt_convert(l, lower_put_value(l, call, &row, put), type));
	if (call->u.call.cmd == CMD_reject)
		return with_columns(l, &row, type);
	r.fields = arena_array(l->arena, struct rt, type->nfields + 1);
	for (uint32_t i = 0; i < type->nfields; i++) {
		from = put ? rt_column(put, type->fields[i].name) : NULL;
		if (!from)
			from = call->u.call.cmd == CMD_rename ? &row.fields[i]
			       : call->u.call.cmd == CMD_select
				       ? selected(l, call, &row, type->fields[i].name)
				       : rt_column(&row, type->fields[i].name);
		r.fields[i] = from ? rt_convert(l, *from, type->fields[i].type) : rt_nothing(l);
	}
	return rt_record(l, r);
}

/* A record now; of a list each one when it is asked for. */
static struct rt rows(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt *put = NULL;

	if (call->u.call.cmd == CMD_merge) {
		put = arena_new(l->arena, struct rt);
		*put = rt_settle(l, lower_expr(l, ast_positional(call, 0)));
	}
	return in->type->kind == TYPE_LIST ? stream_stage(l, call, in, put)
					   : lower_row(l, call, rt_settle(l, *in), put);
}

/* One more than the greatest number among the arguments. */
static int64_t rows_end(const struct ast *call)
{
	int64_t end = 0;

	for (uint32_t i = 0; ast_positional(call, i); i++)
		if (ast_positional(call, i)->u.path.members[0].index >= end)
			end = ast_positional(call, i)->u.path.members[0].index + 1;
	return end;
}

/* Behind the last element that is selected Nushell computes no more of them. */
static struct rt only_wanted(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct ast *take = arena_new(l->arena, struct ast), *n = arena_new(l->arena, struct ast);
	struct arg *arg = arena_new(l->arena, struct arg);

	if (!in->stages)
		return *in;
	*n = (struct ast){.kind = AST_INT, .at = call->at};
	n->value = value_of(l->arena, TYPE_INT, rows_end(call));
	*arg = (struct arg){.at = call->at, .value = n};
	*take = *call;
	take->u.call.cmd = CMD_take;
	take->u.call.args = arg;
	take->u.call.nargs = 1;
	return stream_stage(l, take, in, NULL);
}

/* The elements whose numbers the arguments are, or all but them. */
static struct rt chosen_rows(struct lower *l, const struct ast *call, const struct rt *in,
			     bool wanted)
{
	struct maps maps = {0};
	/* `reject` looks at all of them. */
	struct rt base = wanted ? maps_split(l, in, &maps) : *in;
	struct rt v =
		list_compact(l, stream_collect(l, wanted ? only_wanted(l, call, &base) : base));
	uint32_t cap = v.type->cap, n = 0;
	struct rt *items = arena_array(l->arena, struct rt, cap + 1);
	mir_val *present = arena_array(l->arena, mir_val, cap + 1);
	bool *named = arena_array(l->arena, bool, cap + 1);

	for (uint32_t i = 0; ast_positional(call, i); i++) {
		const struct path_member *m = &ast_positional(call, i)->u.path.members[0];

		if (!wanted && !m->optional && !ast_has_flag(call, "optional"))
			lower_guard(l,
				    mir_binary(&l->b, MIR_OP_ULT, mir_i64(&l->b, m->index),
					       list_length(l, &v)),
				    "index beyond the end of the list");
		if (m->index < cap)
			named[m->index] = true;
	}
	for (uint32_t i = 0; i < cap; i++) {
		if (named[i] != wanted)
			continue;
		items[n] = v.items[i];
		present[n++] = v.present[i];
	}
	return maps_join(l, list_of(l, items, present, n), &maps);
}

struct rt lower_cmd_select(struct lower *l, const struct ast *call, const struct rt *in)
{
	if (call_takes_rows(call))
		return chosen_rows(l, call, in, true);
	return rows(l, call, in);
}

struct rt lower_cmd_reject(struct lower *l, const struct ast *call, const struct rt *in)
{
	if (call_takes_rows(call))
		return chosen_rows(l, call, in, false);
	return rows(l, call, in);
}

struct rt lower_cmd_rename(struct lower *l, const struct ast *call, const struct rt *in)
{
	return rows(l, call, in);
}

struct rt lower_cmd_merge(struct lower *l, const struct ast *call, const struct rt *in)
{
	return rows(l, call, in);
}

/* An element by its number at run time, read from memory. */
static struct rt indexed(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt index = lower_number(l, ast_positional(call, 0), "null where an argument is needed");
	struct rt v = list_compact(l, *in);
	mir_block inside = ssa_block_new(l), outside = ssa_block_new(l);
	mir_val length = list_length(l, &v), cap = mir_i64(&l->b, v.type->cap);
	struct join j = join_new(l, call->type, call);
	struct table t;

	if (!type_is_unsigned(index.type))
		lower_guard(l, mir_binary(&l->b, MIR_OP_SLE, mir_i64(&l->b, 0), index.v),
			    "a negative index");
	if (!ast_has_flag(call, "optional"))
		lower_guard(l, mir_binary(&l->b, MIR_OP_ULT, index.v, length),
			    "index beyond the end of the list");
	if (!v.type->elem)
		return rt_nothing(l);
	t = table_new(l, v.type->elem, v.type->cap);
	for (uint32_t i = 0; i < v.type->cap; i++)
		table_put(l, &t, mir_i64(&l->b, i), v.items[i]);
	if (ast_has_flag(call, "optional")) {
		mir_block there = ssa_block_new(l);

		mir_branch(&l->b, mir_binary(&l->b, MIR_OP_ULT, index.v, length), there, outside);
		ssa_start(l, there);
	}
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_ULT, index.v, cap), inside, outside);
	ssa_start(l, inside);
	join_add(l, &j, rt_settle(l, table_get(l, &t, index.v)));
	ssa_start(l, outside);
	join_add(l, &j, rt_zero(l, call->type));
	return join_end(l, &j);
}

/* A path into what comes in, as the checker has made it of `get PATH`. */
static bool reads_input(const struct ast *path)
{
	return path->kind == AST_PATH && path->u.path.base->kind == AST_VAR &&
	       sv_is(path->u.path.base->u.var.name, "in") && path->u.path.base->at.start <
		       path->at.start;
}

/* The list as the path needs it that begins with an element's number: of those that every list
 * before the commands on each has, only that one goes through them, and stands for those before it.
 */
static struct rt with_element(struct lower *l, const struct ast *path, const struct rt *in)
{
	const struct path_member *m = path->kind == AST_PATH ? path->u.path.members : NULL;
	struct maps maps;
	struct rt v, *items;

	if (!in->stages || !m || !m->is_index)
		return stream_collect(l, *in);
	v = rt_items(l, stream_collect(l, maps_split(l, in, &maps)));
	if (m->index >= v.type->cap)
		return stream_collect(l, maps_join(l, v, &maps));
	for (int64_t i = 0; i <= m->index; i++)
		if (v.present[i].id)
			return stream_collect(l, maps_join(l, v, &maps));
	v = list_of(l, &v.items[m->index], &v.present[m->index], 1);
	v = stream_collect(l, maps_join(l, v, &maps));
	items = arena_array(l->arena, struct rt, (uint64_t)m->index + 1);
	for (int64_t i = 0; i <= m->index; i++)
		items[i] = v.items[0];
	return list_of(l, items, arena_array(l->arena, mir_val, (uint64_t)m->index + 1),
		       (uint32_t)m->index + 1);
}

struct rt lower_cmd_get(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt whole = ast_positional(call, 1) ? stream_collect(l, *in)
						  : with_element(l, ast_positional(call, 0), in);
	struct rt v = rt_settle(l, whole), *items;
	uint32_t n = 0;

	if (!reads_input(ast_positional(call, 0)))
		return is_kernel_data(v.type) ? lower_kernel_element(l, call, v)
					      : indexed(l, call, &v);
	l->input = &v;
	if (ast_positional(call, 1)) {
		items = arena_array(l->arena, struct rt, call->u.call.nargs);
		for (; ast_positional(call, n); n++)
			items[n] = rt_settle(l, lower_expr(l, ast_positional(call, n)));
		return list_of(l, items, arena_array(l->arena, mir_val, n), n);
	}
	return lower_expr(l, ast_positional(call, 0));
}

/* Whether the list has rows: none when it always has. */
static mir_val has_rows(struct lower *l, const struct rt *list)
{
	for (uint32_t i = 0; i < list->type->cap; i++)
		if (!list->present[i].id)
			return MIR_NO_VAL;
	return mir_binary(&l->b, MIR_OP_NE, list_length(l, list), mir_i64(&l->b, 0));
}

/* Of rows that may be missing: of others they are known. */
struct rt lower_cmd_columns(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt v = rt_items(l, *in), *names;
	const struct type *row = v.type->elem;
	uint32_t n = v.type->cap ? row->nfields : 0;
	mir_val *present = arena_array(l->arena, mir_val, n + 1), rows = has_rows(l, &v);

	names = arena_array(l->arena, struct rt, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		const struct value *name = value_string(l->arena, row->fields[i].name);

		names[i] = rt_const(l, name, call->type->elem);
		present[i] = rows;
	}
	return list_of(l, names, present, n);
}

struct rt lower_cmd_values(struct lower *l, const struct ast *call, const struct rt *in)
{
	struct rt v = rt_settle(l, *in), *columns;
	mir_val *present, rows;
	uint32_t n, cap;

	(void)call;
	if (v.type->kind == TYPE_RECORD)
		return list_of(l, v.fields, arena_array(l->arena, mir_val, v.type->nfields + 1),
			       v.type->nfields);
	v = rt_items(l, v);
	cap = v.type->cap;
	n = cap ? v.type->elem->nfields : 0;
	rows = has_rows(l, &v);
	columns = arena_array(l->arena, struct rt, n + 1);
	present = arena_array(l->arena, mir_val, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		struct rt *items = arena_array(l->arena, struct rt, cap);

		for (uint32_t k = 0; k < cap; k++)
			items[k] = v.items[k].fields[i];
		columns[i] = list_of(l, items, v.present, cap);
		present[i] = rows;
	}
	return list_of(l, columns, present, n);
}
