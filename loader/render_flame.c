/* render_flame.c - see render_flame.h. */
#include "loader/render_flame.h"
#include "loader/stacks.h"

/* A way that is being put together. */
struct way {
	struct render *r;
	bool is_key; /* what stands beside the stack is part of it, not only text */
	struct buf text;
	VEC(uint32_t) ends; /* of the names in `text` */
	VEC(const struct stack *) stacks;
	VEC(struct sv) names;
};

static bool has_stack(const struct wire_field *fields, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (fields[i].kind == WIRE_STACK || has_stack(fields[i].fields, fields[i].nfields))
			return true;
	return false;
}

static void add_text(struct way *w, const struct wire_field *f, const void *record)
{
	struct render *r = w->r;
	uint32_t before = w->text.n;

	r->scratch.n = 0;
	text_value(&r->scratch, &r->namer, f, record, &r->stats.cut);
	if (f->kind != WIRE_STRING && f->kind != WIRE_TEXT && *f->name) {
		text_safe(&w->text, sv_cstr(f->name), false);
		buf_putc(&w->text, '=');
	}
	text_safe(&w->text, (struct sv){r->scratch.p, r->scratch.n}, false);
	if (w->text.n == before)
		buf_puts(&w->text, "[empty]");
	vec_push(&r->temp, &w->ends, w->text.n);
}

static void add_field(struct way *w, const struct wire_field *f, const void *record)
{
	struct value v = decode_field(f, record);
	const char *at;

	if (!has_stack(f, 1)) {
		if (w->is_key || f->kind == WIRE_STRING || f->kind == WIRE_TEXT)
			add_text(w, f, record);
	} else if (v.kind == WIRE_STACK) {
		vec_push(&w->r->temp, &w->stacks, namer_stack(&w->r->namer, v.u));
	} else if (v.kind == WIRE_RECORD) {
		for (uint32_t i = 0; i < f->nfields; i++)
			add_field(w, &f->fields[i], record);
	} else if (v.kind == WIRE_LIST) {
		while ((at = decode_next(&v.elements)))
			add_field(w, f->fields, at);
	}
}

static void add_frames(struct way *w, bool user)
{
	for (uint32_t i = 0; i < w->stacks.n; i++) {
		const struct stack *s = w->stacks.v[i];

		for (uint32_t k = s->is_user == user ? s->nframes : 0; k-- > 0;)
			vec_push(&w->r->temp, &w->names, s->frames[k].name);
	}
}

static void add(struct render *r, const struct wire_field *fields, uint32_t n, const void *record,
		bool is_key, uint64_t count)
{
	struct way w = {.r = r, .is_key = is_key, .text = {.arena = &r->temp}};
	uint32_t start = 0;

	for (uint32_t i = 0; i < n; i++)
		add_field(&w, &fields[i], record);
	for (uint32_t i = 0; i < w.ends.n; start = w.ends.v[i++])
		vec_push(&r->temp, &w.names, ((struct sv){w.text.p + start, w.ends.v[i] - start}));
	if (!w.stacks.n)
		vec_push(&r->temp, &w.names, SV("[no stack]"));
	add_frames(&w, true);
	add_frames(&w, false);
	flame_add(r->state, w.names.v, w.names.n, count);
}

size_t flame_open(struct render *r)
{
	struct flame *f = arena_new(r->arena, struct flame);

	f->arena = r->arena;
	r->state = f;
	return 4096;
}

void flame_row(struct render *r, uint32_t event, const char *record)
{
	const struct manifest_event *e = &r->m->events.v[event];

	if (has_stack(e->fields, e->nfields))
		add(r, e->fields, e->nfields, record, false, 1);
	arena_free(&r->temp);
}

/* How often a key's way was met: how often something was counted, or what it adds up to. */
static uint64_t weight(const struct manifest_map *map, const struct tally *t)
{
	enum map_use use = map_use_find(map->use);

	if (use == MAP_MIN || use == MAP_MAX)
		return 0;
	if (use != MAP_SUM)
		return t->n;
	return t->sum <= 0 ? 0 : t->sum > (tally_sum)UINT64_MAX ? UINT64_MAX : (uint64_t)t->sum;
}

void flame_tally(struct render *r, const struct manifest_map *map, const struct map_row *rows,
		 uint32_t nrows)
{
	for (uint32_t i = 0; has_stack(&map->key, 1) && i < nrows; i++) {
		uint64_t count = weight(map, &rows[i].tally);

		if (count)
			add(r, &map->key, 1, rows[i].key, true, count);
	}
}

void flame_hist(struct render *r, const struct manifest_map *map, const void *key,
		const struct hist_bucket *buckets, uint32_t nbuckets)
{
	uint64_t total = 0;

	for (uint32_t i = 0; i < nbuckets; i++)
		total += buckets[i].count;
	if (key && total && has_stack(&map->key, 1))
		add(r, &map->key, 1, key, true, total);
}

void flame_entries(struct render *r, const struct manifest_map *map, const struct map_entry *entries,
		   uint32_t n)
{
	(void)r;
	(void)map;
	(void)entries;
	(void)n;
}

void flame_state(struct render *r, const struct manifest_state *state, const void *bytes)
{
	(void)r;
	(void)state;
	(void)bytes;
}

void flame_loss(struct render *r, const struct render_loss *loss)
{
	(void)r;
	(void)loss;
}

const char *flame_refuses(const struct manifest *m)
{
	bool any = false;

	for (uint32_t i = 0; i < m->events.n; i++)
		any |= !m->events.v[i].is_print &&
		       has_stack(m->events.v[i].fields, m->events.v[i].nfields);
	for (uint32_t i = 0; i < m->maps.n; i++)
		any |= has_stack(&m->maps.v[i].key, 1);
	return any ? NULL : "the object has no stacks: count or emit $ctx.kstack or $ctx.ustack";
}
