/* flame.c - see flame.h. */
#include "loader/flame.h"

#include <stdlib.h>

static uint32_t node_below(struct flame *f, uint32_t above, struct sv name)
{
	struct sv key;
	uint32_t n;

	f->key.arena = f->index.arena = f->arena;
	f->key.n = 0;
	buf_write(&f->key, &above, sizeof(above));
	buf_write(&f->key, name.p, name.n);
	key = (struct sv){f->key.p, f->key.n};
	n = symmap_get(&f->index, key, 0);
	if (n)
		return n;
	key.p = memcpy(arena_alloc(f->arena, key.n, 1), key.p, key.n);
	n = f->nodes.n;
	vec_push(f->arena, &f->nodes,
		 ((struct flame_node){.name = sv_from(key, sizeof(above)),
				      .next = f->nodes.v[above].child}));
	f->nodes.v[above].child = n;
	symmap_put(&f->index, key, n);
	return n;
}

void flame_add(struct flame *f, const struct sv *names, uint32_t n, uint64_t count)
{
	uint32_t at = 0;

	if (!f->nodes.n)
		vec_push(f->arena, &f->nodes, ((struct flame_node){.name = SV("all")}));
	f->nodes.v[0].total += count;
	for (uint32_t i = 0; i < n; i++) {
		at = node_below(f, at, names[i]);
		f->nodes.v[at].total += count;
	}
	f->nodes.v[at].self += count;
}

static int by_name(const void *left, const void *right, void *flame)
{
	const struct flame *f = flame;
	struct sv a = f->nodes.v[*(const uint32_t *)left].name;
	struct sv b = f->nodes.v[*(const uint32_t *)right].name;
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

void flame_sort(struct flame *f)
{
	uint32_t *below = arena_array(f->arena, uint32_t, f->nodes.n + 1);

	for (uint32_t at = 0; at < f->nodes.n; at++) {
		struct flame_node *node = &f->nodes.v[at];
		uint32_t n = 0;

		for (uint32_t i = node->child; i; i = f->nodes.v[i].next)
			below[n++] = i;
		qsort_r(below, n, sizeof(*below), by_name, f);
		node->child = n ? below[0] : 0;
		for (uint32_t i = 0; i < n; i++)
			f->nodes.v[below[i]].next = i + 1 < n ? below[i + 1] : 0;
	}
}
