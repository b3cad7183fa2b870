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

/* ---- map-update ---- */

/* What the closure gives for a value of that type; NULL: that says nothing of the map. */
static const struct type *result_of(struct checker *c, struct ast *n, struct ast *closure,
				    const struct type *old)
{
	struct diag_mark mark = diag_mark(c->sink);
	struct ast *copy = ast_clone(c->arena, closure);
	const struct type *t = check_closure_body(c, n, copy, &old, 1, old);
	bool good = !diag_failed_since(c->sink, mark) && t->kind != TYPE_ERROR &&
		    t->kind != TYPE_NOTHING;

	diag_rewind(c->sink, mark);
	return good ? type_nullable(&c->u->types, t, false) : NULL;
}

/* What the closure says of a map of which nothing else is known: what it makes of nothing, or a
 * sort of number of which it makes another. */
static const struct type *guess_value(struct checker *c, struct ast *n, struct ast *closure)
{
	static const enum type_kind kinds[] = {TYPE_INT, TYPE_DURATION, TYPE_FILESIZE, TYPE_BOOL};
	const struct type *t = result_of(c, n, closure, type_of(&c->u->types, TYPE_NOTHING));

	for (uint32_t i = 0; !t && i < ARRAY_SIZE(kinds); i++) {
		const struct type *number = type_of(&c->u->types, kinds[i]);

		t = result_of(c, n, closure, type_nullable(&c->u->types, number, true));
		t = t == number ? t : NULL;
	}
	return t;
}

static bool refuse_update(struct checker *c, const struct ast *at, const char *what,
			  const char *why, const char *help)
{
	diag_help(c->sink, diag_report(c->sink, DIAG_kernel_cannot, at->at, what, why), "%s", help);
	return false;
}

/* A number is compared and swapped; a larger value that other cpus see, too, has a number of its
 * changes. The kernel drops what is in an lru-hash while programs change it. */
static bool check_updated(struct checker *c, struct unit_map *m, const struct ast *closure)
{
	if (closure->u.closure.has_effects)
		return refuse_update(c, closure,
				     "a closure of map-update that sends or keeps something",
				     "it runs again when another program was faster",
				     "do that behind it, with the value that map-get gives");
	if (type_is_number(m->value) || m->value->kind == TYPE_BOOL || map_kind_is_per_cpu(m->kind))
		return true;
	if (m->kind == MAPKIND_LRU_HASH)
		return refuse_update(
			c, closure,
			arena_printf(c->arena, "map-update of %s", type_name(c->arena, m->value)),
			"the kernel may give the place of a value in an lru-hash to another key "
			"while it is being changed",
			"take a map of kind hash or per-cpu-lru-hash, or keep each number in one "
			"of its own");
	m->is_whole = true;
	return true;
}

static bool check_update_closure(struct checker *c, struct ast *n, struct unit_map *m,
				 struct ast *closure)
{
	const struct type *old;

	if (!m->value) {
		m->value = guess_value(c, n, closure);
		c->widened->more |= m->value && m->is_read;
	}
	old = check_map_read(c, n, m);
	if (!m->value)
		return false;
	if (map_kind_is_array(m->kind)) /* it has all its elements */
		old = m->value;
	check_closure_body(c, n, closure, &old, 1, old);
	return check_map_value(c, n, m, closure) && check_updated(c, m, closure);
}

const struct type *check_cmd_map_update(struct checker *c, struct ast *n, struct ast *input)
{
	bool has_key = ast_positional(n, 2) != NULL;
	struct ast *closure = check_closure_argument(c, n, has_key ? 2 : 1, false);
	struct ast *key = has_key ? key_of(c, n, input) : input;
	struct unit_map *m = check_map(c, n, 'u', MAPKIND_HASH);

	if (!key)
		diag_report(c->sink, DIAG_missing_argument, n->u.call.name_at, "map-update", "key");
	if (!m || !closure || !key || !check_map_key(c, n, m, key))
		return type_error_at(c, n);
	return check_update_closure(c, n, m, closure) ? NULL : type_error_at(c, n);
}

/* ---- queues and stacks ---- */

const struct type *check_cmd_map_push(struct checker *c, struct ast *n, struct ast *input)
{
	struct unit_map *m = check_map(c, n, 'h', MAPKIND_QUEUE);

	if (!input)
		check_bad_input(c, n, NULL, "a number, bool, string, record or list");
	return m && input && check_map_value(c, n, m, input) ? NULL : type_error_at(c, n);
}

const struct type *check_cmd_map_pop(struct checker *c, struct ast *n, struct ast *input)
{
	struct unit_map *m =
		check_map(c, n, n->u.call.cmd == CMD_map_pop ? 'o' : 'k', MAPKIND_QUEUE);

	(void)input;
	return m ? set_type(n, check_map_read(c, n, m)) : type_error_at(c, n);
}

const struct type *check_cmd_map_peek(struct checker *c, struct ast *n, struct ast *input)
{
	return check_cmd_map_pop(c, n, input);
}

/* ---- by key ---- */

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

/* A bloom filter is asked for a value. */
static bool check_asked(struct checker *c, struct ast *n, struct unit_map *m, struct ast *input)
{
	struct ast *value = key_of(c, n, input);

	return value && check_map_value(c, n, m, value);
}

const struct type *check_cmd_map_contains(struct checker *c, struct ast *n, struct ast *input)
{
	struct unit_map *m = check_map(c, n, 'c', MAPKIND_HASH);

	if (m && m->kind == MAPKIND_BLOOM)
		return check_asked(c, n, m, input) ? set_type(n, type_of(&c->u->types, TYPE_BOOL))
						   : type_error_at(c, n);
	return map_with_key(c, n, 'c', input) ? set_type(n, type_of(&c->u->types, TYPE_BOOL))
					      : type_error_at(c, n);
}
