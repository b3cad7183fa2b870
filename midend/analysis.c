/* analysis.c - see analysis.h. Nothing here recurses: programs may be deep. */
#include "midend/analysis.h"

struct mir_order mir_order_make(struct arena *a, const struct mir_func *f)
{
	struct mir_order o = {
		.rpo = arena_array(a, mir_block, f->blocks.n),
		.index = arena_array(a, uint32_t, f->blocks.n),
	};
	mir_block *stack = arena_array(a, mir_block, f->blocks.n);
	uint8_t *tried = arena_array(a, uint8_t, f->blocks.n);
	uint32_t depth = 0, left = f->blocks.n;

	stack[depth++] = (mir_block){1};
	o.index[1] = 1;
	while (depth) {
		mir_block b = stack[depth - 1], next;
		const struct mir_inst *end = mir_end(f, b);

		/* The second target first, so that the first one comes next to its block. */
		if (!end || tried[b.id] == 2) {
			o.rpo[--left] = b;
			depth--;
			continue;
		}
		next = end->target[1 - tried[b.id]++];
		if (next.id && !o.index[next.id]) {
			o.index[next.id] = 1;
			stack[depth++] = next;
		}
	}
	o.rpo += left;
	o.n = f->blocks.n - left;
	for (uint32_t n = 0; n < o.n; n++)
		o.index[o.rpo[n].id] = n + 1;
	return o;
}

/* The nearest common ancestor in the tree so far (Cooper, Harvey, Kennedy 2001). */
static mir_block meet(const mir_block *idom, const uint32_t *index, mir_block a, mir_block b)
{
	while (a.id != b.id) {
		while (index[a.id] > index[b.id])
			a = idom[a.id];
		while (index[b.id] > index[a.id])
			b = idom[b.id];
	}
	return a;
}

static void find_idoms(const struct mir_func *f, const struct mir_order *o, mir_block *idom)
{
	bool changed = true;

	idom[1] = (mir_block){1};
	while (changed) {
		changed = false;
		for (uint32_t n = 1; n < o->n; n++) {
			const struct mir_bb *bb = mir_bb(f, o->rpo[n]);
			mir_block found = MIR_NO_BLOCK;

			for (uint32_t p = 0; p < bb->npreds; p++) {
				mir_block pred = bb->preds[p];

				if (!idom[pred.id].id)
					continue;
				found = found.id ? meet(idom, o->index, found, pred) : pred;
			}
			if (found.id != idom[o->rpo[n].id].id) {
				idom[o->rpo[n].id] = found;
				changed = true;
			}
		}
	}
	idom[1] = MIR_NO_BLOCK;
}

struct mir_dom mir_dom_make(struct arena *a, const struct mir_func *f, const struct mir_order *o)
{
	struct mir_dom d = {
		.idom = arena_array(a, mir_block, f->blocks.n),
		.child = arena_array(a, mir_block, f->blocks.n),
		.sibling = arena_array(a, mir_block, f->blocks.n),
		.enter = arena_array(a, uint32_t, f->blocks.n),
		.leave = arena_array(a, uint32_t, f->blocks.n),
	};
	mir_block b = {1};
	uint32_t clock = 0;

	find_idoms(f, o, d.idom);
	for (uint32_t n = o->n; n-- > 1;) {
		mir_block child = o->rpo[n], parent = d.idom[child.id];

		d.sibling[child.id] = d.child[parent.id];
		d.child[parent.id] = child;
	}
	d.enter[1] = clock++;
	while (b.id) {
		mir_block next = d.child[b.id];

		while (!next.id && b.id) {
			d.leave[b.id] = clock++;
			next = d.sibling[b.id];
			b = d.idom[b.id];
		}
		if (next.id)
			d.enter[next.id] = clock++;
		b = next;
	}
	return d;
}

struct mir_uses mir_uses_make(struct arena *a, const struct mir_func *f)
{
	struct mir_uses u = {.start = arena_array(a, uint32_t, f->insts.n + 1)};
	uint32_t total = 0;

	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];

		for (uint32_t n = 0; i->block.id && n < i->nargs; n++)
			u.start[i->args[n].id]++;
	}
	for (uint32_t v = 0; v < f->insts.n; v++) {
		total += u.start[v];
		u.start[v] = total;
	}
	u.start[f->insts.n] = total;
	u.user = arena_array(a, mir_val, total);
	for (uint32_t v = f->insts.n; v-- > 1;) {
		const struct mir_inst *i = &f->insts.v[v];

		for (uint32_t n = i->block.id ? i->nargs : 0; n-- > 0;)
			u.user[--u.start[i->args[n].id]] = (mir_val){v};
	}
	return u;
}

struct mir_loops mir_loops_make(struct arena *a, const struct mir_func *f,
				const struct mir_order *o)
{
	struct mir_loops l = {
		.edges = arena_array(a, struct mir_back_edge, 2 * o->n),
		.header = arena_array(a, bool, f->blocks.n),
	};

	for (uint32_t n = 0; n < o->n; n++) {
		const struct mir_inst *end = mir_end(f, o->rpo[n]);

		for (unsigned t = 0; end && t < 2; t++) {
			mir_block to = end->target[t];

			if (!to.id || o->index[to.id] > n + 1)
				continue;
			l.edges[l.n++] = (struct mir_back_edge){o->rpo[n], to};
			l.header[to.id] = true;
		}
	}
	return l;
}

uint32_t *mir_positions_make(struct arena *a, const struct mir_func *f)
{
	uint32_t *pos = arena_array(a, uint32_t, f->insts.n);

	for (uint32_t b = 1; b < f->blocks.n; b++)
		for (uint32_t k = 0; k < f->blocks.v[b].n; k++)
			pos[f->blocks.v[b].insts[k]] = k;
	return pos;
}
