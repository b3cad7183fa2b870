/*
 * check_cmd_describe.c - describe: the type of a value, as Nushell writes it.
 *
 * It follows from what is known when the script is checked. Where Nushell's text depends on run-time
 * values it is refused: a value that may be null, a list that is computed, which may be empty, and a
 * list that comes from a command, which is a stream to some.
 */
#include "frontend/check_text.h"

/* The text of the type with the table's name for a list of records. */
static bool describe_value(struct arena *a, struct buf *b, const struct value *v)
{
	const char *first = NULL;

	if (v->kind == TYPE_RECORD) {
		buf_puts(b, v->n ? "record<" : "record");
		for (uint32_t i = 0; i < v->n; i++) {
			buf_printf(b, "%s" SV_FMT ": ", i ? ", " : "", SV_ARG(v->names[i]));
			if (!describe_value(a, b, v->items[i]))
				return false;
		}
		buf_puts(b, v->n ? ">" : "");
		return true;
	}
	if (v->kind != TYPE_LIST) {
		buf_puts(b, type_name(a, &(struct type){.kind = v->kind}));
		return true;
	}
	for (uint32_t i = 0; i < v->n; i++) {
		struct buf item = {.arena = a};

		if (!describe_value(a, &item, v->items[i]) || (first && strcmp(first, item.p) != 0))
			return false;
		first = item.p;
	}
	if (first && strncmp(first, "record", 6) == 0)
		buf_printf(b, "table%s", first + 6);
	else
		buf_printf(b, "list<%s>", first ? first : "any");
	return true;
}

static bool describe_type(struct arena *a, struct buf *b, const struct type *t)
{
	if (t->nullable || t->kind == TYPE_LIST)
		return false;
	if (t->kind != TYPE_RECORD) {
		buf_puts(b, type_is_unsigned(t) ? "int" : type_name(a, t));
		return true;
	}
	buf_puts(b, t->nfields ? "record<" : "record");
	for (uint32_t i = 0; i < t->nfields; i++) {
		buf_printf(b, "%s" SV_FMT ": ", i ? ", " : "", SV_ARG(t->fields[i].name));
		if (!describe_type(a, b, t->fields[i].type))
			return false;
	}
	buf_puts(b, t->nfields ? ">" : "");
	return true;
}

/* Not what a command gives: a stream has another text. */
static bool is_at_rest(const struct ast *n)
{
	return n->kind == AST_LIST || n->kind == AST_TABLE || n->kind == AST_VAR ||
	       n->kind == AST_PATH || n->type->kind != TYPE_LIST;
}

const struct type *check_cmd_describe(struct checker *c, struct ast *n, struct ast *input)
{
	struct buf b = {.arena = c->arena};
	bool known;

	if (!input)
		return set_value(c, n, value_string(c->arena, SV("nothing")));
	if (input->type->kind == TYPE_ERROR)
		return type_error_at(c, n);
	known = input->value ? describe_value(c->arena, &b, input->value)
			     : describe_type(c->arena, &b, input->type);
	if (known && is_at_rest(input))
		return set_value(c, n, value_string(c->arena, (struct sv){b.p, b.n}));
	return check_refuse(c, n, "describing this value",
			    "it may be null, or a list: Nushell's text depends on its elements, and on "
			    "whether it is a stream");
}
