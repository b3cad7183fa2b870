/*
 * mir_verify.c - the invariants of MIR: structure here, types in verify_inst.c, the life of
 * records in verify_records.c.
 *
 * Unreachable blocks must be well-formed too, only dominance has no meaning there.
 */
#include "midend/mir_text.h"
#include "midend/verify.h"

bool verify_fail(struct verify *vf, mir_val v, const char *fmt, ...)
{
	struct buf b = {.arena = vf->arena};
	va_list ap;

	if (vf->error)
		return false;
	buf_printf(&b, "%s: ", vf->f->name);
	if (v.id) {
		buf_printf(&b, "b%u: `", mir_inst(vf->f, v)->block.id);
		mir_print_inst(&b, vf->f, v);
		buf_puts(&b, "`: ");
	}
	va_start(ap, fmt);
	buf_puts(&b, arena_vprintf(vf->arena, fmt, ap));
	va_end(ap);
	vf->error = b.p;
	return false;
}

static bool live_block(const struct mir_func *f, mir_block b)
{
	return b.id && b.id < f->blocks.n && !f->blocks.v[b.id].dead;
}

/* Operands as many as the table says, each a value that stands somewhere. */
static bool check_operands(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	uint32_t values = 0, targets = 0;
	bool repeats = false;

	for (const char *o = mir_ops[i->op].operands; *o; o++) {
		repeats |= *o == '*';
		targets += *o == 'b';
		values += strchr("vnxwcpq", *o) != NULL;
	}
	values -= repeats;
	if (i->nargs < values || (!repeats && i->nargs > values))
		return verify_fail(vf, v, "%u operands, not %u", i->nargs, values);
	for (uint32_t n = 0; n < i->nargs; n++) {
		mir_val x = i->args[n];

		if (!x.id || x.id >= vf->f->insts.n || !mir_inst(vf->f, x)->block.id)
			return verify_fail(vf, v, "no value %%%u", x.id);
		if (mir_inst(vf->f, x)->type.kind == MIR_NONE)
			return verify_fail(vf, v, "%%%u has no result", x.id);
	}
	for (uint32_t t = 0; t < 2; t++) {
		if (t >= targets && i->target[t].id)
			return verify_fail(vf, v, "a target too many");
		if (t < targets && !live_block(vf->f, i->target[t]))
			return verify_fail(vf, v, "no block b%u", i->target[t].id);
	}
	return true;
}

static bool check_block(struct verify *vf, mir_block b)
{
	const struct mir_bb *bb = mir_bb(vf->f, b);
	bool head = true;

	for (uint32_t k = 0; k < bb->n; k++) {
		mir_val v = {bb->insts[k]};
		const struct mir_inst *i = mir_inst(vf->f, v);
		bool last = k + 1 == bb->n;

		if (i->block.id != b.id)
			return verify_fail(vf, MIR_NO_VAL, "b%u lists %%%u, which is not there",
					   b.id, v.id);
		if (((mir_ops[i->op].flags & MIR_ENDS) != 0) != last)
			return verify_fail(vf, v,
					   last ? "the block does not end"
						: "not the last of its block");
		if (i->op == MIR_OP_PHI && (!head || i->nargs != bb->npreds))
			return verify_fail(vf, v,
					   head ? "%u operands for %u predecessors"
						: "a phi after another operation",
					   i->nargs, bb->npreds);
		head &= i->op == MIR_OP_PHI;
		vf->pos[v.id]++;
		if (vf->pos[v.id] > 1)
			return verify_fail(vf, v, "stands twice");
		if (!check_operands(vf, v))
			return false;
	}
	return bb->n || verify_fail(vf, MIR_NO_VAL, "b%u is empty", b.id);
}

static unsigned edges_between(const struct mir_func *f, mir_block from, mir_block to)
{
	const struct mir_inst *end = mir_end(f, from);

	return (end->target[0].id == to.id) + (end->target[1].id == to.id);
}

/* A block's predecessors are the ends of its edges, each once per edge. */
static bool check_edges(struct verify *vf)
{
	const struct mir_func *f = vf->f;
	uint32_t *edges = arena_array(vf->arena, uint32_t, f->blocks.n);
	uint32_t *stamp = arena_array(vf->arena, uint32_t, f->blocks.n);

	for (uint32_t b = 1; b < f->blocks.n; b++)
		for (unsigned t = 0; t < 2 && !f->blocks.v[b].dead; t++)
			edges[mir_end(f, (mir_block){b})->target[t].id]++;
	if (edges[1])
		return verify_fail(vf, MIR_NO_VAL, "the entry block has predecessors");
	for (uint32_t b = 1; b < f->blocks.n; b++) {
		const struct mir_bb *bb = &f->blocks.v[b];
		mir_block self = {b};

		if (bb->dead)
			continue;
		for (uint32_t p = 0; p < bb->npreds; p++) {
			mir_block pred = bb->preds[p];
			unsigned n = live_block(f, pred) ? edges_between(f, pred, self) : 0;

			if (n == 0 || (n == 1 && stamp[pred.id] == b))
				return verify_fail(vf, MIR_NO_VAL, "b%u has no edge from b%u", b,
						   pred.id);
			stamp[pred.id] = b;
		}
		if (edges[b] != bb->npreds)
			return verify_fail(vf, MIR_NO_VAL, "b%u has %u edges and %u predecessors",
					   b, edges[b], bb->npreds);
	}
	return true;
}

/* Edges from one block bring a phi one value: LLVM's phis cannot tell them apart. */
static bool check_twin_edges(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	const struct mir_bb *bb = mir_bb(vf->f, i->block);

	for (uint32_t n = 0; n < i->nargs; n++) {
		const struct mir_inst *end = mir_end(vf->f, bb->preds[n]);

		if (end->target[0].id != end->target[1].id)
			continue;
		for (uint32_t k = n + 1; k < i->nargs; k++)
			if (bb->preds[k].id == bb->preds[n].id && i->args[k].id != i->args[n].id)
				return verify_fail(vf, v,
						   "both edges of b%u bring a value of their own",
						   bb->preds[n].id);
	}
	return true;
}

/* The definition of x reaches the end of block `at` (or its place `before`). */
static bool reaches(const struct verify *vf, mir_val x, mir_block at, uint32_t before)
{
	mir_block def = mir_inst(vf->f, x)->block;

	if (!mir_reachable(&vf->order, at))
		return true;
	if (!mir_reachable(&vf->order, def))
		return false;
	return def.id == at.id ? vf->pos[x.id] < before : mir_dominates(&vf->dom, def, at);
}

static bool check_dominance(struct verify *vf, mir_val v)
{
	const struct mir_inst *i = mir_inst(vf->f, v);
	const struct mir_bb *bb = mir_bb(vf->f, i->block);
	bool phi = i->op == MIR_OP_PHI;

	if (phi && !check_twin_edges(vf, v))
		return false;
	for (uint32_t n = 0; n < i->nargs; n++) {
		if (!reaches(vf, i->args[n], phi ? bb->preds[n] : i->block,
			     phi ? UINT32_MAX : vf->pos[v.id]))
			return verify_fail(vf, v, "%%%u does not dominate this use", i->args[n].id);
	}
	return true;
}

static bool is_place(const struct mir_module *m, struct span at)
{
	return !m->sources || !at.file ||
	       (at.file <= m->sources->files.n && at.start <= at.end &&
		at.end <= m->sources->files.v[at.file - 1].text.n);
}

static bool check_func(struct verify *vf)
{
	const struct mir_func *f = vf->f;

	if (f->blocks.n < 2 || f->blocks.v[1].dead)
		return verify_fail(vf, MIR_NO_VAL, "there is no entry block");
	if (f->section && (f->nparams || f->nresults != 1 || f->results[0].kind != MIR_I32))
		return verify_fail(vf, MIR_NO_VAL,
				   "a program has no parameters and one i32 result");
	for (uint32_t b = 1; b < f->blocks.n; b++)
		if (!f->blocks.v[b].dead && !check_block(vf, (mir_block){b}))
			return false;
	if (!check_edges(vf))
		return false;
	vf->order = mir_order_make(vf->arena, f);
	vf->dom = mir_dom_make(vf->arena, f, &vf->order);
	vf->pos = mir_positions_make(vf->arena, f);
	for (uint32_t b = 1; b < f->blocks.n; b++) {
		for (uint32_t k = 0; k < f->blocks.v[b].n; k++) {
			mir_val v = {f->blocks.v[b].insts[k]};

			if (!check_dominance(vf, v) || !verify_inst(vf, v))
				return false;
			if (!is_place(vf->m, mir_inst(f, v)->at))
				return verify_fail(vf, v, "the sources have no such place");
		}
	}
	return verify_records(vf);
}

const char *mir_verify(struct arena *a, const struct mir_func *f)
{
	struct arena scratch = {0};
	struct verify vf = {.arena = &scratch, .f = f, .m = f->module};
	const char *error = NULL;

	vf.pos = arena_array(&scratch, uint32_t, f->insts.n);
	if (!check_func(&vf))
		error = arena_printf(a, "%s", vf.error);
	arena_free(&scratch);
	return error;
}

/* Functions never call themselves, not even through others: depth-first, grey ones are open. */
static const char *check_recursion(const struct mir_module *m, struct arena *scratch)
{
	enum { WHITE, GREY, BLACK };
	struct frame {
		uint32_t func, v;
	} *stack = arena_array(scratch, struct frame, m->funcs.n);
	uint8_t *colour = arena_array(scratch, uint8_t, m->funcs.n);

	for (uint32_t root = 0; root < m->funcs.n; root++) {
		uint32_t depth = 0;

		if (colour[root] != WHITE)
			continue;
		colour[root] = GREY;
		stack[depth++] = (struct frame){root, 1};
		while (depth) {
			struct frame *top = &stack[depth - 1];
			const struct mir_func *f = m->funcs.v[top->func];
			const struct mir_inst *i;

			if (top->v == f->insts.n) {
				colour[top->func] = BLACK;
				depth--;
				continue;
			}
			i = &f->insts.v[top->v++];
			if (!i->block.id || !mir_calls(i) || colour[i->ref] == BLACK)
				continue;
			if (colour[i->ref] == GREY)
				return arena_printf(m->arena, "%s calls itself",
						    m->funcs.v[i->ref]->name);
			colour[i->ref] = GREY;
			stack[depth++] = (struct frame){i->ref, 1};
		}
	}
	return NULL;
}

static const char *check_places(const struct mir_module *m)
{
	bool good = true;

	for (uint32_t n = 0; n < m->globals.n; n++)
		good &= is_place(m, m->globals.v[n].at);
	for (uint32_t n = 0; n < m->sites.n; n++)
		good &= is_place(m, m->sites.v[n].at);
	for (uint32_t n = 0; n < m->funcs.n; n++)
		good &= is_place(m, m->funcs.v[n]->at);
	return good ? NULL : "a place is not in the sources";
}

static bool is_good_hop(const struct mir_hop *h, bool is_last)
{
	if (h->count && h->element >= h->count)
		return false;
	if (mir_hop_is_structure(h))
		return h->size && h->type && !h->bits;
	return is_last && (h->size == 1 || h->size == 2 || h->size == 4 || h->size == 8) &&
	       h->bits <= 8 * h->size && (!h->bits || !h->count);
}

static bool has_enumerator(const struct mir_member *k)
{
	for (uint32_t h = 0; h < k->nhops; h++)
		if (k->hops[h].kind == MIR_HOP_ENUMERATOR)
			return true;
	return false;
}

static const char *check_members(const struct mir_module *m)
{
	for (uint32_t n = 0; n < m->members.n; n++) {
		const struct mir_member *k = &m->members.v[n];
		bool good = k->nhops && *k->root && (k->nhops == 1 || !has_enumerator(k));

		for (uint32_t h = 0; h < k->nhops && good; h++)
			good = is_good_hop(&k->hops[h], h + 1 == k->nhops);
		if (!good)
			return arena_printf(m->arena, "member k%u cannot be", n);
	}
	return NULL;
}

const char *mir_verify_module(const struct mir_module *m)
{
	struct arena scratch = {0};
	const char *error = check_places(m);

	if (!error)
		error = check_members(m);

	for (uint32_t n = 0; n < m->funcs.n && !error; n++)
		error = mir_verify(m->arena, m->funcs.v[n]);
	if (!error)
		error = check_recursion(m, &scratch);
	arena_free(&scratch);
	return error;
}

const char *mir_verify_legal(const struct mir_module *m)
{
	const char *error = mir_verify_module(m);

	for (uint32_t n = 0; n < m->funcs.n && !error; n++) {
		const struct mir_func *f = m->funcs.v[n];

		if (f->nparams > MIR_CALL_REGISTERS || f->nresults > 1)
			error = arena_printf(m->arena, "%s: more than %d parameters or one result",
					     f->name, MIR_CALL_REGISTERS);
		for (uint32_t v = 1; v < f->insts.n && !error; v++) {
			const struct mir_inst *i = &f->insts.v[v];

			if (i->block.id && (mir_ops[i->op].flags & MIR_EXPANDS))
				error = arena_printf(m->arena, "%s: b%u: %s is left", f->name,
						     i->block.id, mir_ops[i->op].name);
		}
	}
	return error;
}
