/* kernel_walk.c - see kernel_walk.h. */
#include "frontend/user_walk.h"

#include "runtime/kernel_btf.h"

enum { DEPTH_MAX = 16 }; /* anonymous structures in each other */

/* A member, where it is from the start of the structure that was asked. */
struct found {
	const struct btf_member *m;
	uint32_t offset, bits;
};

static const struct type *struct_type(struct unit *u, uint32_t id)
{
	const struct btf_type *t = kernel_btf_type(u->btf, id);
	struct sv tag = sv_cstr(kernel_btf_name(u->btf, t->name_off));

	return type_ptr(&u->types, SPACE_KERNEL, type_struct(&u->types, tag, btf_is_union(t), id));
}

/* `__user` in the kernel's source, where its compiler keeps that. */
static enum type_space space_of(const struct kernel_btf *btf, uint32_t id)
{
	const struct btf_type *t = kernel_btf_type(btf, id);

	for (int depth = 0; t && depth < DEPTH_MAX && (btf_is_mod(t) || btf_is_typedef(t));
	     depth++) {
		if (btf_is_type_tag(t) && strcmp(kernel_btf_name(btf, t->name_off), "user") == 0)
			return SPACE_USER;
		t = kernel_btf_type(btf, t->type);
	}
	return SPACE_KERNEL;
}

/* One that the language has. */
static bool is_number(const struct btf_type *t)
{
	return (btf_is_int(t) || btf_is_any_enum(t)) && t->size && t->size <= 8 &&
	       !(t->size & (t->size - 1));
}

static const struct type *address_type(struct unit *u, uint32_t to)
{
	uint32_t id = to;
	const struct btf_type *t = kernel_btf_strip(u->btf, &id);
	enum type_space space = space_of(u->btf, to);
	const struct type *elem = NULL;

	if (t && btf_is_func_proto(t))
		return type_of(&u->types, TYPE_KSYM);
	if (t && btf_is_composite(t) && t->size)
		elem = struct_type(u, id)->elem;
	else if (t && (btf_is_ptr(t) || is_number(t)))
		return type_ptr_to(&u->types, space, id);
	return type_ptr(&u->types, space, elem);
}

const struct type *kernel_type(struct unit *u, uint32_t btf_id)
{
	const struct btf_type *t = kernel_btf_strip(u->btf, &btf_id);
	enum type_kind kind;

	if (!t)
		return NULL;
	if (btf_is_ptr(t))
		return address_type(u, t->type);
	if (btf_is_composite(t))
		return t->size ? struct_type(u, btf_id) : NULL;
	if (!is_number(t))
		return NULL;
	if (btf_is_int(t) && btf_int_encoding(t) & BTF_INT_BOOL)
		return type_of(&u->types, TYPE_BOOL);
	kind = t->size == 8 && !kernel_btf_is_signed(t) ? TYPE_U64 : TYPE_INT;
	if (btf_is_any_enum(t))
		return kernel_enum_type(u, kind, btf_id);
	return kind == TYPE_INT ? type_kernel_number(&u->types, kind, SV(""), 0)
				: type_of(&u->types, kind);
}

const struct type *kernel_composite(struct unit *u, struct sv name, unsigned kind)
{
	uint32_t id;

	if (kernel_btf_open(u->btf))
		return NULL;
	id = kernel_btf_find(u->btf, name, kind);
	return id ? struct_type(u, id) : NULL;
}

const struct type *kernel_struct(struct unit *u, const char *name)
{
	return kernel_composite(u, sv_cstr(name), BTF_KIND_STRUCT);
}

bool kernel_is_a(struct unit *u, const struct type *address, const char *name)
{
	const struct btf_type *t;
	uint32_t id;

	if (address->kind != TYPE_PTR || address->space == SPACE_USER || !address->elem)
		return false;
	id = address->elem->btf_id;
	for (int depth = 0; depth < DEPTH_MAX; depth++) {
		t = kernel_btf_strip(u->btf, &id);
		if (!t || !btf_is_struct(t))
			return false;
		if (strcmp(kernel_btf_name(u->btf, t->name_off), name) == 0)
			return true;
		if (!btf_vlen(t) || btf_member_bit_offset(t, 0))
			return false;
		id = btf_members(t)[0].type;
	}
	return false;
}

/* ---- members ---- */

static bool is_anonymous(const struct kernel_btf *btf, const struct btf_member *m, uint32_t *id)
{
	const struct btf_type *t;

	*id = m->type;
	t = kernel_btf_strip(btf, id);
	return !*kernel_btf_name(btf, m->name_off) && t && btf_is_composite(t);
}

static bool find_member(const struct kernel_btf *btf, uint32_t id, struct sv name, int depth,
			struct found *out)
{
	const struct btf_type *t = kernel_btf_type(btf, id);

	for (uint32_t i = 0; depth < DEPTH_MAX && i < btf_vlen(t); i++) {
		const struct btf_member *m = btf_members(t) + i;
		uint32_t inside;

		if (is_anonymous(btf, m, &inside)) {
			if (!find_member(btf, inside, name, depth + 1, out))
				continue;
			out->offset += btf_member_bit_offset(t, i);
			return true;
		}
		if (!sv_is(name, kernel_btf_name(btf, m->name_off)))
			continue;
		*out = (struct found){m, btf_member_bit_offset(t, i),
				      btf_member_bitfield_size(t, i)};
		return true;
	}
	return false;
}

static void offer_members(const struct kernel_btf *btf, uint32_t id, int depth,
			  struct nearest *near)
{
	const struct btf_type *t = kernel_btf_type(btf, id);

	for (uint32_t i = 0; depth < DEPTH_MAX && i < btf_vlen(t); i++) {
		const struct btf_member *m = btf_members(t) + i;
		uint32_t inside;

		if (is_anonymous(btf, m, &inside))
			offer_members(btf, inside, depth + 1, near);
		else
			nearest_offer(near, sv_cstr(kernel_btf_name(btf, m->name_off)));
	}
}

void kernel_nearest(const struct unit *u, const struct type *base, struct nearest *near)
{
	if (is_user_type(base->elem->btf_id))
		user_nearest(u, base, near);
	else
		offer_members(u->btf, base->elem->btf_id, 0, near);
}

/* ---- the walk ---- */

static void set_kind(struct mir_hop *h, const struct kernel_btf *btf, const struct btf_type *t)
{
	if (btf_is_ptr(t)) {
		h->kind = MIR_HOP_POINTER;
	} else if (btf_is_composite(t)) {
		h->kind = btf_is_union(t) ? MIR_HOP_UNION : MIR_HOP_STRUCT;
		h->type = kernel_btf_name(btf, t->name_off);
	} else if (btf_is_any_enum(t)) {
		h->kind = MIR_HOP_ENUM;
	} else {
		h->kind = kernel_btf_is_signed(t) ? MIR_HOP_SIGNED : MIR_HOP_UNSIGNED;
	}
}

/* Text and bytes are arrays without an index. */
static const struct type *array_type(struct unit *u, const struct btf_array *a)
{
	uint32_t id = a->type;
	const struct btf_type *t = kernel_btf_strip(u->btf, &id);

	if (!a->nelems || !t || !btf_is_int(t) || t->size != 1 || a->nelems > READ_STR_MAX)
		return NULL;
	if (kernel_btf_is_char(u->btf, id))
		return type_string(&u->types, a->nelems, false);
	return btf_int_encoding(t) ? NULL : type_binary(&u->types, a->nelems);
}

static bool fail(struct walk *w, enum walk_problem problem, uint32_t at)
{
	w->problem = problem;
	w->at = at;
	return false;
}

/* An element of an array, or all of it as text. *t becomes what that is. */
static bool take_array(struct unit *u, struct walk *w, struct mir_hop *h,
		       const struct path_member *m, uint32_t n, uint32_t *id,
		       const struct btf_type **t)
{
	const struct btf_array *a = btf_array(*t);
	const struct path_member *next = w->taken < n ? &m[w->taken] : NULL;

	if (!next || !next->is_index) {
		w->type = array_type(u, a);
		if (!w->type && next)
			return fail(w, WALK_NO_INDEX, w->taken - 1);
		if (!w->type) { /* where it stands: `get` takes elements of it */
			w->type = type_ptr_to(&u->types, SPACE_KERNEL, *id);
			w->is_address = true;
		}
		h->count = a->nelems ? a->nelems : 1;
	} else {
		if (next->index < 0 || (a->nelems && next->index >= a->nelems) ||
		    next->index > INT32_MAX)
			return fail(w, WALK_BEYOND, w->taken);
		h->element = (uint32_t)next->index;
		h->count = a->nelems ? a->nelems : h->element + 1;
		w->is_optional |= next->optional;
		w->taken++;
	}
	*id = a->type;
	*t = kernel_btf_strip(u->btf, id);
	return *t || fail(w, WALK_OTHER_TYPE, w->taken - 1);
}

/* One member; false when the walk ends with it. */
static bool walk_on(struct unit *u, struct walk *w, uint32_t *id, const struct path_member *m,
		    uint32_t n, struct mir_hop *h)
{
	const struct path_member *now = &m[w->taken];
	const struct btf_type *t;
	struct found f;

	if (now->is_index)
		return fail(w, WALK_INDEX, w->taken);
	if (!find_member(u->btf, *id, now->name, 0, &f)) {
		w->parent = struct_type(u, *id);
		return fail(w, WALK_UNKNOWN, w->taken);
	}
	*id = f.m->type;
	t = kernel_btf_strip(u->btf, id);
	*h = (struct mir_hop){
		.name = kernel_btf_name(u->btf, f.m->name_off), .offset = f.offset, .bits = f.bits};
	w->is_optional |= now->optional;
	w->taken++;
	if (!t || f.m->name_off == 0)
		return fail(w, WALK_OTHER_TYPE, w->taken - 1);
	if (btf_is_array(t) && !take_array(u, w, h, m, n, id, &t))
		return false;
	set_kind(h, u->btf, t);
	h->size = kernel_btf_size(u->btf, *id);
	if (btf_is_composite(t) && w->taken < n)
		return true;
	w->is_address |= btf_is_composite(t) && !w->type;
	w->size = h->size;
	w->is_signed = kernel_btf_is_signed(t);
	if (!w->type)
		w->type = kernel_type(u, *id);
	if (!w->type || !h->size)
		return fail(w, WALK_OTHER_TYPE, w->taken - 1);
	return false;
}

/* What lies in a structure is where that is; addresses in the memory of a process are of it. */
static const struct type *in_space(struct unit *u, const struct type *t, enum type_space space)
{
	if (t->kind != TYPE_PTR)
		return t;
	return t->elem ? type_ptr(&u->types, space, t->elem)
		       : type_ptr_to(&u->types, space, t->btf_id);
}

static struct walk walk_members(struct unit *u, const struct type *base,
				const struct path_member *m, uint32_t n)
{
	struct mir_hop *hops = arena_array(u->arena, struct mir_hop, n);
	uint32_t id = base->elem->btf_id;
	struct walk w = {.member = {.root = sv_dup(u->arena, base->elem->tag),
				    .is_union = base->elem->is_union,
				    .size = kernel_btf_size(u->btf, base->elem->btf_id),
				    .hops = hops}};

	if (!base->elem->tag.n) {
		w.problem = WALK_NAMELESS;
		return w;
	}
	while (walk_on(u, &w, &id, m, n, &hops[w.member.nhops++]))
		;
	if (!w.problem && (w.is_address || base->space == SPACE_USER))
		w.type = in_space(u, w.type, base->space);
	return w;
}

/* Any member of the structure that a walk leads to; false when there is none. */
static bool find_any(struct unit *u, const struct type *base, struct mir_member *out)
{
	const struct btf_type *t = kernel_btf_type(u->btf, base->elem->btf_id);

	for (uint32_t i = 0; base->elem->tag.n && i < btf_vlen(t); i++) {
		const char *name = kernel_btf_name(u->btf, btf_members(t)[i].name_off);
		struct path_member m = {.name = sv_cstr(name)};
		struct walk w = {.problem = WALK_NAMELESS};

		if (*name)
			w = walk_members(u, base, &m, 1);
		*out = w.member;
		if (!w.problem)
			return true;
	}
	*out = (struct mir_member){0};
	return false;
}

/* How far structures are apart only the kernel that runs the program knows. */
static void set_structures(struct unit *u, const struct type *base, uint32_t id, struct elements *e)
{
	const struct type *t = kernel_type(u, id);

	if (t && find_any(u, t, &e->in))
		e->type = in_space(u, t, base->space);
}

struct elements kernel_elements(struct unit *u, const struct type *base)
{
	struct elements e = {.size = 8, .type = base->elem};
	uint32_t id = base->btf_id;
	const struct btf_type *t;

	if (base->elem)
		return e;
	if (is_user_type(id))
		return user_elements(u, base);
	t = kernel_btf_type(u->btf, id);
	if (btf_is_array(t)) {
		e.count = btf_array(t)->nelems;
		id = btf_array(t)->type;
		t = kernel_btf_strip(u->btf, &id);
	}
	if (t && btf_is_composite(t))
		set_structures(u, base, id, &e);
	if (!t || (!btf_is_ptr(t) && !is_number(t)))
		return e;
	e.type = kernel_type(u, id);
	if (base->space == SPACE_USER)
		e.type = in_space(u, e.type, SPACE_USER);
	e.size = kernel_btf_size(u->btf, id);
	e.is_signed = kernel_btf_is_signed(t);
	return e;
}

/* From the address of numbers or of other addresses: their places are the same in all kernels. */
static struct walk walk_elements(struct unit *u, const struct type *base,
				 const struct path_member *m)
{
	struct walk w = {.taken = 1, .is_optional = m->optional, .is_plain = true};
	struct elements e = kernel_elements(u, base);

	if (!m->is_index || !e.type)
		w.problem = e.type ? WALK_ELEMENTS : WALK_APART;
	else if (m->index < 0 || m->index > INT32_MAX || (e.count && m->index >= e.count))
		w.problem = WALK_BEYOND;
	w.type = e.type;
	w.size = e.size;
	w.is_signed = e.is_signed;
	w.offset = (uint64_t)m->index * w.size;
	w.is_address = e.is_address;
	if (e.in.root) {
		w.is_address = true;
		w.in = e.in;
		w.offset = (uint64_t)m->index;
	}
	return w;
}

struct walk kernel_walk(struct unit *u, const struct type *base, const struct path_member *m,
			uint32_t n)
{
	if (!base->elem || base->elem->kind != TYPE_STRUCT)
		return walk_elements(u, base, m);
	return is_user_type(base->elem->btf_id) ? user_walk(u, base, m, n)
						: walk_members(u, base, m, n);
}
