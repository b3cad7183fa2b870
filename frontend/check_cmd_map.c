/*
 * check_cmd_map.c - map-define and the commands on maps of one's own.
 */
#include "frontend/check.h"

/* The type that a flag names; false after a report. */
static bool check_declared(struct checker *c, struct ast *n, struct unit_map *m, const char *flag,
			   const struct type **known, bool *declared)
{
	struct ast *a = ast_flag(n, flag);
	struct sv text = constant_string(c, a, "a type");
	const struct type *t, *all;

	if (!a)
		return true;
	if (!a->value || a->value->kind != TYPE_STRING)
		return false;
	t = check_type_text(c, text, a->at);
	if (!t)
		return false;
	all = *known ? type_join(&c->u->types, *known, t) : t;
	if (!all) {
		diag_report(c->sink, DIAG_type_mismatch, a->at, type_name(c->arena, t),
			    type_name(c->arena, *known));
		return false;
	}
	c->widened->more |= m->is_read && !*known;
	*known = all;
	*declared = true;
	return true;
}

static bool check_key_type(struct checker *c, struct ast *n, struct unit_map *m)
{
	struct ast *a = ast_flag(n, "key-type");
	const struct type *t;

	if (!a || !map_kind_is_array(m->kind))
		return check_declared(c, n, m, "key-type", &m->key, &m->has_key_type);
	t = check_type_text(c, constant_string(c, a, "a type"), a->at);
	if (t && t->kind != TYPE_INT && t->kind != TYPE_U64)
		diag_report(c->sink, DIAG_argument_type, a->at, "map-define",
			    "a number as an array's key", "key-type", type_name(c->arena, t));
	return t && (t->kind == TYPE_INT || t->kind == TYPE_U64);
}

const struct type *check_cmd_map_define(struct checker *c, struct ast *n, struct ast *input)
{
	struct unit_map *m = check_map(c, n, 0, MAPKIND_HASH);
	struct ast *max = ast_flag(n, "max-entries");
	bool good = check_number_flag(c, n, "max-entries", 1, 1 << 24);

	(void)input;
	if (!m)
		return type_error_at(c, n);
	good &= check_declared(c, n, m, "value-type", &m->value, &m->has_value_type);
	good &= check_key_type(c, n, m);
	if (good && max) {
		uint32_t entries = (uint32_t)max->value->i;

		if (m->max_entries && m->max_entries != entries) {
			diag_report(c->sink, DIAG_map_uses, max->at, "map",
				    sv_dup(c->arena, m->name),
				    arena_printf(c->arena, "of %u elements", entries),
				    arena_printf(c->arena, "of %u", m->max_entries));
			good = false;
		}
		m->max_entries = entries;
	}
	return good ? NULL : type_error_at(c, n);
}

/* The key: the argument behind the name, else the input; NULL after a report. */
static struct ast *key_of(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *key = ast_positional(n, 1);

	if (key) {
		check_expr(c, key);
		return key;
	}
	if (!input)
		diag_report(c->sink, DIAG_missing_argument, n->u.call.name_at,
			    sv_dup(c->arena, n->u.call.name), "key");
	return input;
}

/* The map of a command on a key, which is checked; NULL after a report. */
static struct unit_map *map_with_key(struct checker *c, struct ast *n, char letter,
				     struct ast *input)
{
	struct ast *key = key_of(c, n, input);
	struct unit_map *m = check_map(c, n, letter, MAPKIND_HASH);

	return m && key && check_map_key(c, n, m, key) ? m : NULL;
}

const struct type *check_cmd_map_get(struct checker *c, struct ast *n, struct ast *input)
{
	struct unit_map *m = map_with_key(c, n, 'g', input);

	return m ? set_type(n, check_map_read(c, n, m)) : type_error_at(c, n);
}

const struct type *check_cmd_map_put(struct checker *c, struct ast *n, struct ast *input)
{
	struct unit_map *m = map_with_key(c, n, 'p', NULL);

	if (!input)
		check_bad_input(c, n, NULL, "a number, bool, string, record or list");
	return m && input && check_map_value(c, n, m, input) ? NULL : type_error_at(c, n);
}

const struct type *check_cmd_map_delete(struct checker *c, struct ast *n, struct ast *input)
{
	return map_with_key(c, n, 'd', input) ? NULL : type_error_at(c, n);
}

const struct type *check_cmd_map_contains(struct checker *c, struct ast *n, struct ast *input)
{
	return map_with_key(c, n, 'c', input) ? set_type(n, type_of(&c->u->types, TYPE_BOOL))
					      : type_error_at(c, n);
}
