/*
 * kernel_trust.c - what the kernel's verifier lets programs load without a helper.
 *
 * Of an address that it knows the type of, the verifier finds out which member a load is of, by its
 * place and size alone (btf_struct_walk, kernel/bpf/btf.c): in a union that is the first one that
 * lies there. What it takes for a number is no address afterwards. The same is done here; where the
 * verifier would refuse a load, or might, bpf_probe_read_kernel does the work.
 */
#include "frontend/kernel_walk.h"

#include "runtime/kernel_btf.h"

enum { DEPTH_MAX = 16 };

/* Bytes of a structure that a load is of. */
struct load {
	uint32_t at, size;
	uint32_t to; /* of an address: the type at it, 0: none */
};

static bool find_load(const struct kernel_btf *btf, uint32_t id, struct load *l, int depth);

/* The load goes to a part of a member that begins `start` bytes into its structure. */
static bool load_member(const struct kernel_btf *btf, uint32_t id, uint32_t start, struct load *l,
			int depth)
{
	const struct btf_type *t = kernel_btf_strip(btf, &id);
	uint32_t at = l->at - start, size = kernel_btf_size(btf, id);

	while (t && btf_is_array(t)) {
		id = btf_array(t)->type;
		t = kernel_btf_strip(btf, &id);
		size = kernel_btf_size(btf, id);
		if (!size)
			return false;
		at %= size;
	}
	if (!t || at + l->size > size)
		return false;
	if (btf_is_composite(t)) {
		l->at = at;
		return find_load(btf, id, l, depth + 1);
	}
	l->to = btf_is_ptr(t) ? t->type : 0;
	return !btf_is_ptr(t) || (at == 0 && l->size == 8);
}

static bool find_load(const struct kernel_btf *btf, uint32_t id, struct load *l, int depth)
{
	const struct btf_type *t = kernel_btf_type(btf, id);

	if (depth == DEPTH_MAX || l->at + l->size > t->size)
		return false;
	for (uint32_t i = 0; i < btf_vlen(t); i++) {
		uint32_t start = btf_member_bit_offset(t, i) / 8, id_of = btf_members(t)[i].type;
		uint32_t bits = btf_member_bitfield_size(t, i);
		uint32_t size = kernel_btf_size(btf, id_of);

		if (bits && l->at < (btf_member_bit_offset(t, i) + bits + 7) / 8 &&
		    start < l->at + l->size)
			return false;
		if (bits || l->at >= start + size)
			continue;
		return start <= l->at && load_member(btf, id_of, start, l, depth);
	}
	return false;
}

/* The verifier keeps to the type of an address of a structure without a mark such as `__user` or
 * `__percpu`; `__rcu` ones are looked at for null, as all are. */
static bool keeps_type(const struct kernel_btf *btf, uint32_t to, const struct type *want)
{
	const struct btf_type *t = kernel_btf_type(btf, to);

	for (int depth = 0; t && depth < DEPTH_MAX && btf_is_type_tag(t); depth++) {
		if (strcmp(kernel_btf_name(btf, t->name_off), "rcu") != 0)
			return false;
		to = t->type;
		t = kernel_btf_type(btf, to);
	}
	t = kernel_btf_strip(btf, &to);
	return t && btf_is_struct(t) && want->elem && want->elem->btf_id == to;
}

bool kernel_can_load(const struct unit *u, const struct walk *w, const struct type *base,
		     bool *trusted)
{
	struct load l = {.size = w->size};
	uint32_t bits = 0;

	*trusted = false;
	if (w->is_address || w->is_plain || w->type->kind == TYPE_STRING ||
	    w->type->kind == TYPE_BINARY)
		return false;
	for (uint32_t i = 0; i < w->member.nhops; i++) {
		const struct mir_hop *h = &w->member.hops[i];

		if (h->bits)
			return false;
		bits += h->offset + 8 * h->size * h->element;
	}
	l.at = bits / 8;
	if (!find_load(u->btf, base->elem->btf_id, &l, 0))
		return false;
	*trusted = w->type->kind == TYPE_PTR && keeps_type(u->btf, l.to, w->type);
	return true;
}
