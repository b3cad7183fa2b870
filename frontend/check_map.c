/*
 * check_map.c - maps of the script's own: one name is one map, of all programs of the file.
 *
 * What a map holds is what all its uses need: a map-get may stand before the map-put that says it.
 * So what a round of checking finds out is kept for the next one, and a value of which nothing is
 * known yet is an error that nobody reads unless it is the last round.
 */
#include "frontend/check.h"
#include "frontend/kernel_walk.h"

static struct unit_map *find(struct checker *c, struct sv name, struct span at)
{
	struct unit_map *m = NULL;

	for (uint32_t i = 0; i < c->widened->maps.n && !m; i++)
		if (sv_eq(c->widened->maps.v[i]->name, name))
			m = c->widened->maps.v[i];
	if (!m) {
		m = arena_new(c->arena, struct unit_map);
		*m = (struct unit_map){
			.name = name, .at = at, .kind = MAPKINDS, .otherwise = MAPKINDS};
		vec_push(c->arena, &c->widened->maps, m);
	}
	if (m->round != c->widened->round)
		m->is_read = false;
	m->round = c->widened->round;
	return m;
}

static void conflict(struct checker *c, const struct unit_map *m, struct span at, const char *here,
		     const char *there)
{
	struct diag *d = diag_report(c->sink, DIAG_map_uses, at, "map", sv_dup(c->arena, m->name),
				     here, there);

	d->also = m->at;
	d->also_text = "first used here";
}

static bool refuse_kind(struct checker *c, struct span at, struct sv name, enum map_kind kind)
{
	struct nearest near = {.want = name};
	struct diag *d;

	if (kind < MAPKINDS) {
		d = diag_report(c->sink, DIAG_map_kind, at, sv_dup(c->arena, name));
		diag_help(c->sink, d, "%s", map_kinds[kind].help);
		return false;
	}
	d = diag_report(c->sink, DIAG_unknown_map_kind, at, sv_dup(c->arena, name));
	for (uint32_t i = 0; i < MAPKINDS; i++)
		if (*map_kinds[i].commands)
			nearest_offer(&near, sv_cstr(map_kinds[i].name));
	if (near.best.p)
		diag_help(c->sink, d, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
	return false;
}

bool check_map_kind(struct checker *c, struct unit_map *m, struct ast *name)
{
	struct sv text = constant_string(c, name, "the kind of a map");
	enum map_kind kind;

	if (!name->value || name->value->kind != TYPE_STRING)
		return false;
	kind = map_kind_find(text);
	if (kind == MAPKINDS || !*map_kinds[kind].commands)
		return refuse_kind(c, name->at, text, kind);
	if (m->kind < MAPKINDS && m->kind != kind) {
		conflict(c, m, name->at, arena_printf(c->arena, "of kind %s", map_kinds[kind].name),
			 arena_printf(c->arena, "of kind %s", map_kinds[m->kind].name));
		return false;
	}
	/* What was checked before took it for another. */
	c->widened->more |= m->kind != kind;
	m->kind = kind;
	return true;
}

static bool can(const struct checker *c, const struct ast *n, enum map_kind kind)
{
	if (!c->u->kernel || c->u->kernel >= map_kinds[kind].kernel)
		return true;
	diag_report(c->sink, DIAG_needs_kernel, n->u.call.name_at,
		    arena_printf(c->arena, "a map of kind %s", map_kinds[kind].name),
		    map_kinds[kind].kernel / 100, map_kinds[kind].kernel % 100, c->u->kernel / 100,
		    c->u->kernel % 100);
	return false;
}

/* The commands of a kind, as a sentence has them. */
static const char *commands_of(struct checker *c, enum map_kind kind)
{
	static const struct {
		char letter;
		const char *name;
	} all[] = {{'g', "map-get"},	  {'p', "map-put"},    {'d', "map-delete"},
		   {'c', "map-contains"}, {'u', "map-update"}, {'h', "map-push"},
		   {'o', "map-pop"},	  {'k', "map-peek"}};
	struct buf b = {.arena = c->arena};

	for (uint32_t i = 0; i < ARRAY_SIZE(all); i++)
		if (strchr(map_kinds[kind].commands, all[i].letter))
			buf_printf(&b, "%s%s", b.n ? ", " : "", all[i].name);
	return b.p;
}

struct unit_map *check_map(struct checker *c, struct ast *n, char letter, enum map_kind otherwise)
{
	struct ast *name = ast_positional(n, 0), *kind_name = ast_flag(n, "kind");
	struct sv text = constant_string(c, name, "the name of a map");
	struct unit_map *m;
	enum map_kind kind;

	if (!name->value || name->value->kind != TYPE_STRING)
		return NULL;
	if (!text.n || text.n > 64) {
		diag_report(c->sink, DIAG_argument_range, name->at, "name",
			    sv_dup(c->arena, n->u.call.name), "1 to 64 bytes long");
		return NULL;
	}
	m = find(c, text, n->at);
	if (kind_name && !check_map_kind(c, m, kind_name))
		return NULL;
	kind = m->kind < MAPKINDS ? m->kind : otherwise;
	if (letter && !strchr(map_kinds[kind].commands, letter)) {
		struct diag *d = diag_report(c->sink, DIAG_map_command, n->u.call.name_at,
					     sv_dup(c->arena, n->u.call.name),
					     sv_dup(c->arena, text), map_kinds[kind].name);

		diag_help(c->sink, d, "a map of kind %s has %s", map_kinds[kind].name,
			  commands_of(c, kind));
		return NULL;
	}
	if (letter && m->otherwise < MAPKINDS && m->otherwise != otherwise && m->kind == MAPKINDS) {
		conflict(c, m, n->at,
			 arena_printf(c->arena, "of kind %s", map_kinds[otherwise].name),
			 arena_printf(c->arena, "of kind %s", map_kinds[m->otherwise].name));
		return NULL;
	}
	if (letter)
		m->otherwise = otherwise;
	return can(c, n, kind) ? m : NULL;
}

/* The text or binary of a prefix, which may stand in a record behind its number of bits; NULL: it
 * is none. */
static const struct type *prefix_of(const struct type *key)
{
	bool has_bits = key->kind == TYPE_RECORD && key->nfields == 2 && !key->nullable &&
			key->fields[0].type->kind == TYPE_INT && !key->fields[0].type->nullable;
	const struct type *data = has_bits ? key->fields[1].type : key;

	return (data->kind == TYPE_STRING || data->kind == TYPE_BINARY) && !data->nullable ? data
											   : NULL;
}

static const struct type *check_prefix(struct checker *c, struct ast *n, struct ast *key)
{
	const struct type *data = prefix_of(key->type);

	if (data && data->cap <= MAP_PREFIX_MAX)
		return data;
	if (key->type->kind == TYPE_ERROR)
		return NULL;
	if (!data)
		diag_report(c->sink, DIAG_argument_type, key->at, sv_dup(c->arena, n->u.call.name),
			    "text, binary, or a record of a number of bits and one of them", "key",
			    type_name(c->arena, key->type));
	else
		diag_help(c->sink,
			  diag_report(c->sink, DIAG_kernel_cannot, key->at,
				      arena_printf(c->arena, "a key of %u bytes", data->cap),
				      "the kernel compares prefixes of 256 bytes"),
			  "cut it: `read-str --max-len 256`, `… | str substring 0..255`");
	return NULL;
}

/* What belongs to something is had by its address. */
static bool check_owner(struct checker *c, struct ast *n, const struct map_storage *s,
			const struct ast *key)
{
	const char *owner = strcmp(s->owner, "sock_common") == 0 ? "sock" : s->owner;

	if (key->type->kind == TYPE_ERROR)
		return false;
	if (!key->type->nullable && kernel_is_a(c->u, key->type, s->owner))
		return true;
	diag_help(c->sink,
		  diag_report(c->sink, DIAG_argument_type, key->at,
			      sv_dup(c->arena, n->u.call.name),
			      arena_printf(c->arena, "the address of a `struct %s`", owner), "key",
			      type_name(c->arena, key->type)),
		  "`%s` is one", s->key);
	return false;
}

bool check_map_key(struct checker *c, struct ast *n, struct unit_map *m, struct ast *key)
{
	const struct type *t = key->type, *all;

	if (map_kind_is_array(m->kind)) {
		if (key->type->kind == TYPE_INT || key->type->kind == TYPE_U64)
			return true;
		if (key->type->kind != TYPE_ERROR)
			diag_report(c->sink, DIAG_argument_type, key->at,
				    sv_dup(c->arena, n->u.call.name),
				    "a number from 0 on as an array's key", "key",
				    type_name(c->arena, key->type));
		return false;
	}
	if (map_storage_find(m->kind))
		return check_owner(c, n, map_storage_find(m->kind), key);
	if (m->kind == MAPKIND_LPM_TRIE)
		t = check_prefix(c, n, key);
	else if (!check_key(c, n, key))
		t = NULL;
	if (!t)
		return false;
	all = m->key ? type_join(&c->u->types, m->key, t) : t;
	if (!all) {
		conflict(c, m, key->at,
			 arena_printf(c->arena, "keyed by %s", type_name(c->arena, t)),
			 arena_printf(c->arena, "by %s", type_name(c->arena, m->key)));
		return false;
	}
	m->key = all;
	return true;
}

/* The same but for the room of texts, which the lowering widens. */
static bool same_shape(struct checker *c, const struct type *x, const struct type *y)
{
	return strcmp(type_name(c->arena, x), type_name(c->arena, y)) == 0;
}

bool check_map_value(struct checker *c, struct ast *n, struct unit_map *m, struct ast *value)
{
	const struct type *t = type_nullable(&c->u->types, value->type, false), *all;

	if (value->type->kind == TYPE_ERROR || !check_sendable(c, n, value, false))
		return false;
	if (t->kind == TYPE_NOTHING || (t->kind == TYPE_RECORD && !t->nfields) ||
	    (t->kind == TYPE_LIST && !t->elem))
		return check_bad_input(c, n, value, "a number, bool, string, record or list");
	warn_null(c, value, commands[n->u.call.cmd].name);
	all = m->value ? type_join(&c->u->types, m->value, t) : t;
	if (!all) {
		conflict(c, m, value->at, arena_printf(c->arena, "of %s", type_name(c->arena, t)),
			 arena_printf(c->arena, "of %s", type_name(c->arena, m->value)));
		return false;
	}
	c->widened->more |= m->is_read && (!m->value || !same_shape(c, m->value, all));
	m->value = all;
	return true;
}

const struct type *check_unresolved(struct checker *c, struct ast *n, const char *what,
				    struct sv name, const char *help)
{
	struct diag *d;

	c->widened->unresolved = true;
	if (c->widened->stuck) {
		d = diag_report(c->sink, DIAG_map_unknown, n->u.call.name_at, what,
				sv_dup(c->arena, name));
		diag_help(c->sink, d, "%s", help);
	}
	return type_error_at(c, n);
}

const struct type *check_map_read(struct checker *c, struct ast *n, struct unit_map *m)
{
	m->is_read = true;
	if (m->value)
		return type_nullable(&c->u->types, m->value, true);
	return check_unresolved(c, n, "map", m->name,
				arena_printf(c->arena,
					     "`map-define " SV_FMT " --value-type int` says it",
					     SV_ARG(m->name)));
}
