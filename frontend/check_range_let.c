/*
 * check_range_let.c - variables that hold a range whose ends are computed.
 *
 * No value at run time is a range: the ends are kept, in a record that no program can name, and where
 * the variable is read the range is written again, of that record's fields.
 */
#include "frontend/check.h"

/* What stands for the end where the variable is read. */
static struct ast *end_read(struct checker *c, const struct ast *end, struct sv kept, struct sv field)
{
	struct ast *n, *var;

	if (end->value) {
		n = ast_new(c->arena, AST_INT, end->at);
		n->u.i = end->value->i;
		return n;
	}
	var = ast_new(c->arena, AST_VAR, end->at);
	var->u.var.name = kept;
	n = ast_new(c->arena, AST_PATH, end->at);
	n->u.path.base = var;
	n->u.path.members = arena_new(c->arena, struct path_member);
	n->u.path.members[0] = (struct path_member){.name = field, .at = end->at};
	n->u.path.n = 1;
	return n;
}

static void keep_end(struct checker *c, struct ast *record, struct type_field *types, struct ast *end,
		     struct sv field)
{
	struct ast *key = ast_new(c->arena, AST_STRING, end->at);

	key->u.s = field;
	record->u.record.items[record->u.record.n] = (struct record_item){key, end};
	types[record->u.record.n++] = (struct type_field){field, end->type};
}

bool check_range_let(struct checker *c, struct ast *n)
{
	const struct ast *range = n->u.let.init ? ast_range(n->u.let.init) : NULL;
	const struct sv from = SV("from"), to = SV("to");
	struct sv kept;
	struct ast *record, *read;
	struct type_field types[2];

	if (n->kind != AST_LET || !range || range->value || range->type->kind != TYPE_RANGE)
		return false;
	if (range->u.range.next) {
		struct diag *d = diag_report(
			c->sink, DIAG_kernel_cannot, range->at,
			"a variable that is a range with a second number",
			"whether the step leads to its end shows where the range is used");

		diag_help(c->sink, d,
			  "write the range where it is used, as in `for i in $a..$b..$c`");
		scope_add(c, SYMBOL_LOCAL, n->u.let.name, n->u.let.name_at,
			  type_error_at(c, n->u.let.init))
			->is_used = true;
		return true;
	}
	kept = sv_cstr(arena_printf(c->arena, SV_FMT "..", SV_ARG(n->u.let.name)));
	record = ast_new(c->arena, AST_RECORD, range->at);
	record->u.record.items = arena_array(c->arena, struct record_item, 2);
	read = ast_new(c->arena, AST_RANGE, range->at);
	read->u.range.exclusive = range->u.range.exclusive;
	if (range->u.range.from) {
		keep_end(c, record, types, range->u.range.from, from);
		read->u.range.from = end_read(c, range->u.range.from, kept, from);
	}
	if (range->u.range.to) {
		keep_end(c, record, types, range->u.range.to, to);
		read->u.range.to = end_read(c, range->u.range.to, kept, to);
	}
	record->type = type_record(&c->u->types, types, record->u.record.n);
	n->u.let.init = record;
	n->u.let.sym = scope_add(c, SYMBOL_LOCAL, kept, n->u.let.name_at, record->type);
	n->u.let.sym->is_used = true;
	scope_add(c, SYMBOL_RANGE, n->u.let.name, n->u.let.name_at, range->type)->range = read;
	return true;
}

const struct type *check_range_var(struct checker *c, struct ast *n, const struct symbol *s)
{
	const struct ast *range = ast_clone(c->arena, s->range);
	struct span at = n->at;

	*n = *range;
	n->at = at;
	return check_expr(c, n);
}
