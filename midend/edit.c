/* edit.c - see edit.h: edges, removal, replacement. */
#include "midend/edit.h"

#include "midend/analysis.h"

void mir_edge_add(struct mir_func *f, mir_block to, mir_block from)
{
	struct mir_bb *bb = mir_bb(f, to);

	if (bb->npreds == bb->preds_cap)
		arena_grow(f->module->arena, &bb->preds, &bb->preds_cap, bb->npreds + 1,
			   sizeof(mir_block), 4);
	bb->preds[bb->npreds++] = from;
}

static uint32_t edge_find(const struct mir_bb *bb, mir_block from)
{
	for (uint32_t p = 0; p < bb->npreds; p++)
		if (bb->preds[p].id == from.id)
			return p;
	NB_BUG("block b%u is no predecessor", from.id);
}

void mir_edge_remove(struct mir_func *f, mir_block to, mir_block from)
{
	struct mir_bb *bb = mir_bb(f, to);
	uint32_t p = edge_find(bb, from);

	memmove(bb->preds + p, bb->preds + p + 1, (bb->npreds - p - 1) * sizeof(*bb->preds));
	for (uint32_t n = 0; n < bb->n; n++) {
		struct mir_inst *i = &f->insts.v[bb->insts[n]];

		if (i->op != MIR_OP_PHI)
			break;
		if (p >= i->nargs) /* still being built */
			continue;
		memmove(i->args + p, i->args + p + 1, (i->nargs - p - 1) * sizeof(*i->args));
		i->nargs--;
	}
	bb->npreds--;
}

void mir_edge_move(struct mir_func *f, mir_block to, mir_block old, mir_block from)
{
	struct mir_bb *bb = mir_bb(f, to);

	bb->preds[edge_find(bb, old)] = from;
}

void mir_kill(struct mir_func *f, mir_val v)
{
	struct mir_inst *i = mir_inst(f, v);
	mir_block b = i->block;

	i->block = MIR_NO_BLOCK;
	for (unsigned t = 0; t < 2; t++)
		if (i->target[t].id && !mir_bb(f, i->target[t])->dead)
			mir_edge_remove(f, i->target[t], b);
}

void mir_sweep(struct mir_func *f)
{
	for (uint32_t b = 1; b < f->blocks.n; b++) {
		struct mir_bb *bb = &f->blocks.v[b];
		uint32_t n = 0;

		for (uint32_t k = 0; k < bb->n; k++)
			if (f->insts.v[bb->insts[k]].block.id == b)
				bb->insts[n++] = bb->insts[k];
		bb->n = n;
	}
}

void mir_remove(struct mir_func *f, mir_val v)
{
	struct mir_bb *bb = mir_bb(f, mir_inst(f, v)->block);
	uint32_t k = bb->n;

	while (k && bb->insts[k - 1] != v.id)
		k--;
	NB_ASSERT(k);
	memmove(bb->insts + k - 1, bb->insts + k, (bb->n - k) * sizeof(*bb->insts));
	bb->n--;
	mir_kill(f, v);
}

void mir_block_kill(struct mir_func *f, mir_block b)
{
	struct mir_bb *bb = mir_bb(f, b);

	for (uint32_t k = 0; k < bb->n; k++)
		if (f->insts.v[bb->insts[k]].block.id)
			mir_kill(f, (mir_val){bb->insts[k]});
	bb->n = 0;
	bb->npreds = 0;
	bb->dead = true;
}

bool mir_remove_unreachable(struct arena *scratch, struct mir_func *f)
{
	struct mir_order o = mir_order_make(scratch, f);
	bool changed = false;

	for (uint32_t b = 1; b < f->blocks.n; b++) {
		if (f->blocks.v[b].dead || o.index[b])
			continue;
		mir_block_kill(f, (mir_block){b});
		changed = true;
	}
	return changed;
}

void mir_branch_to_jump(struct mir_func *f, mir_block b, unsigned keep)
{
	struct mir_inst *end = mir_end(f, b);
	mir_block to = end->target[keep];

	mir_edge_remove(f, end->target[!keep], b);
	end->op = MIR_OP_JUMP;
	end->nargs = 0;
	end->target[0] = to;
	end->target[1] = MIR_NO_BLOCK;
}

void mir_become_const(struct mir_func *f, mir_val v, int64_t value)
{
	struct mir_inst *i = mir_inst(f, v);

	i->op = MIR_OP_CONST;
	i->nargs = 0;
	i->imm = mir_const_wrap(i->type, value);
}

void mir_set_target(struct mir_func *f, mir_block b, unsigned which, mir_block to)
{
	struct mir_inst *end = mir_end(f, b);

	mir_edge_remove(f, end->target[which], b);
	end->target[which] = to;
	mir_edge_add(f, to, b);
}

void mir_replace_uses(struct mir_func *f, mir_val from, mir_val to)
{
	for (uint32_t v = 1; v < f->insts.n; v++) {
		struct mir_inst *i = &f->insts.v[v];

		for (uint32_t a = 0; i->block.id && a < i->nargs; a++)
			if (i->args[a].id == from.id)
				i->args[a] = to;
	}
}

struct mir_forward mir_forward_new(struct arena *a, const struct mir_func *f)
{
	return (struct mir_forward){.to = arena_array(a, mir_val, f->insts.n), .n = f->insts.n};
}

mir_val mir_forward_get(struct mir_forward *w, mir_val v)
{
	mir_val end = v;

	while (end.id < w->n && w->to[end.id].id)
		end = w->to[end.id];
	while (v.id != end.id) {
		mir_val next = w->to[v.id];

		w->to[v.id] = end;
		v = next;
	}
	return end;
}

void mir_forward_set(struct mir_forward *w, mir_val from, mir_val to)
{
	to = mir_forward_get(w, to);
	NB_ASSERT(from.id < w->n && to.id != from.id);
	w->to[from.id] = to;
	w->any = true;
}

void mir_forward_apply(struct mir_func *f, struct mir_forward *w)
{
	if (!w->any)
		return;
	for (uint32_t v = 1; v < f->insts.n; v++) {
		struct mir_inst *i = &f->insts.v[v];

		for (uint32_t a = 0; i->block.id && a < i->nargs; a++)
			i->args[a] = mir_forward_get(w, i->args[a]);
	}
}
