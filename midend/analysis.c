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

/* State of the search for dominators, by depth-first number (from 1). */
struct tree {
	mir_block *block;
	uint32_t *number; /* by block */
	uint32_t *parent, *semi, *label, *up, *idom, *path;
	uint32_t n;
};

static void search_depth_first(struct arena *a, const struct mir_func *f, struct tree *t)
{
	uint8_t *tried = arena_array(a, uint8_t, f->blocks.n);
	uint32_t at = 1;

	t->block[t->n = 1] = (mir_block){1};
	t->number[1] = 1;
	while (at) {
		const struct mir_inst *end = mir_end(f, t->block[at]);
		mir_block next;

		if (!end || tried[t->block[at].id] == 2) {
			at = t->parent[at];
			continue;
		}
		next = end->target[tried[t->block[at].id]++];
		if (!next.id || t->number[next.id])
			continue;
		t->block[++t->n] = next;
		t->number[next.id] = t->n;
		t->parent[t->n] = at;
		at = t->n;
	}
}

/* The one with the least semidominator on the way from v up to the root of what is linked. */
static uint32_t least(struct tree *t, uint32_t v)
{
	uint32_t n = 0, top;

	if (!t->up[v])
		return v;
	for (top = v; t->up[t->up[top]]; top = t->up[top])
		t->path[n++] = top;
	while (n) {
		uint32_t x = t->path[--n], above = t->up[x];

		if (t->semi[t->label[above]] < t->semi[t->label[x]])
			t->label[x] = t->label[above];
		t->up[x] = t->up[above];
	}
	return t->label[v];
}

/* Semidominators, then the nearest ancestor that reaches above them: "SNCA" of Georgiadis and
 * Tarjan, Finding dominators in practice (2006). Linear in practice, where the iterative way is
 * quadratic in the edges to one common exit. */
static void find_idoms(struct arena *a, const struct mir_func *f, mir_block *idom)
{
	uint32_t *all = arena_array(a, uint32_t, 7 * (size_t)(f->blocks.n + 1));
	struct tree t = {.block = arena_array(a, mir_block, f->blocks.n + 1), .number = all};

	t.parent = t.number + f->blocks.n + 1;
	t.semi = t.parent + f->blocks.n + 1;
	t.label = t.semi + f->blocks.n + 1;
	t.up = t.label + f->blocks.n + 1;
	t.idom = t.up + f->blocks.n + 1;
	t.path = t.idom + f->blocks.n + 1;
	search_depth_first(a, f, &t);
	for (uint32_t v = 1; v <= t.n; v++)
		t.semi[v] = t.label[v] = v;
	for (uint32_t v = t.n; v > 1; v--) {
		const struct mir_bb *bb = mir_bb(f, t.block[v]);

		for (uint32_t p = 0; p < bb->npreds; p++) {
			uint32_t pred = t.number[bb->preds[p].id], u = pred ? least(&t, pred) : v;

			if (t.semi[u] < t.semi[v])
				t.semi[v] = t.semi[u];
		}
		t.up[v] = t.parent[v];
	}
	for (uint32_t v = 2; v <= t.n; v++) {
		t.idom[v] = t.parent[v];
		while (t.idom[v] > t.semi[v])
			t.idom[v] = t.idom[t.idom[v]];
		idom[t.block[v].id] = t.block[t.idom[v]];
	}
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

	find_idoms(a, f, d.idom);
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

/* Marks the block as one of the loop. */
static void take_in(const struct mir_order *order, mir_block b, bool *in, mir_block *blocks,
		    uint32_t *n)
{
	if (in[b.id] || !mir_reachable(order, b))
		return;
	in[b.id] = true;
	blocks[(*n)++] = b;
}

uint32_t mir_loop_blocks(const struct mir_func *f, const struct mir_loops *loops,
			 const struct mir_order *order, mir_block head, bool *in, mir_block *blocks)
{
	uint32_t n = 0, sorted = 0, first = order->n;

	take_in(order, head, in, blocks, &n);
	for (uint32_t e = 0; e < loops->n; e++)
		if (loops->edges[e].to.id == head.id)
			take_in(order, loops->edges[e].from, in, blocks, &n);
	for (uint32_t k = 1; k < n; k++) {
		const struct mir_bb *bb = mir_bb(f, blocks[k]);

		for (uint32_t p = 0; p < bb->npreds; p++)
			take_in(order, bb->preds[p], in, blocks, &n);
	}
	for (uint32_t k = 0; k < n; k++)
		first = order->index[blocks[k].id] - 1 < first ? order->index[blocks[k].id] - 1
							       : first;
	for (uint32_t k = first; sorted < n; k++)
		if (in[order->rpo[k].id])
			blocks[sorted++] = order->rpo[k];
	return n;
}

void mir_loop_mark(const struct mir_func *f, const struct mir_loops *loops,
		   const struct mir_order *order, mir_block head, bool *in, mir_block *blocks,
		   bool *marked)
{
	uint32_t n = mir_loop_blocks(f, loops, order, head, in, blocks);

	for (uint32_t k = 0; k < n; k++) {
		in[blocks[k].id] = false;
		marked[blocks[k].id] = true;
	}
}

uint32_t *mir_positions_make(struct arena *a, const struct mir_func *f)
{
	uint32_t *pos = arena_array(a, uint32_t, f->insts.n);

	for (uint32_t b = 1; b < f->blocks.n; b++)
		for (uint32_t k = 0; k < f->blocks.v[b].n; k++)
			pos[f->blocks.v[b].insts[k]] = k;
	return pos;
}

bool mir_writes_ctx(const struct mir_func *f)
{
	for (uint32_t v = 1; v < f->insts.n; v++) {
		const struct mir_inst *i = &f->insts.v[v];
		bool writes = i->block.id && (mir_flags(f, i) & MIR_WRITES);

		for (uint32_t n = 0; writes && n < i->nargs; n++) {
			struct mir_type t = mir_inst(f, i->args[n])->type;

			if (t.kind == MIR_PTR && t.space == MIR_SPACE_CTX)
				return true;
		}
	}
	return false;
}
