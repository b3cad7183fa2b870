/*
 * kernel_enum.c - enumerations of the kernel: numbers that have names.
 *
 * A number of the kernel may be compared with a name. Where its type is an enumeration the name is
 * one of its; what the kernel keeps in an int or in some bits may be of any, for C does the same.
 */
#include "frontend/kernel_walk.h"

#include "frontend/kernel_btf.h"

const struct type *kernel_enum_type(struct unit *u, enum type_kind kind, uint32_t btf_id)
{
	const struct btf_type *t = kernel_btf_type(u->btf, btf_id);

	return type_kernel_number(&u->types, kind, sv_cstr(kernel_btf_name(u->btf, t->name_off)),
				  btf_id);
}

const struct type *kernel_enum_find(struct unit *u, enum type_kind kind, struct sv name)
{
	uint32_t id;

	if (kernel_btf_open(u->btf))
		return NULL;
	id = kernel_btf_find(u->btf, name, BTF_KIND_ENUM);
	if (!id)
		id = kernel_btf_find(u->btf, name, BTF_KIND_ENUM64);
	if (!id)
		id = kernel_btf_find_enumerator(u->btf, name);
	return id ? kernel_enum_type(u, kind, id) : NULL;
}

bool kernel_enumerator(struct unit *u, const struct type *t, struct sv name, struct value *out)
{
	uint32_t id = t->btf_id ? t->btf_id : kernel_btf_find_enumerator(u->btf, name);
	const struct btf_type *e = kernel_btf_type(u->btf, id);

	for (uint32_t n = 0; e && n < btf_vlen(e); n++) {
		int64_t value;

		if (!sv_is(name, kernel_btf_enumerator(u->btf, e, n, &value)))
			continue;
		*out = (struct value){.kind = TYPE_INT,
				      .i = value,
				      .s = name,
				      .of = kernel_enum_type(u, t->kind, id)};
		return true;
	}
	return false;
}

static void offer_enumerators(const struct unit *u, const struct btf_type *e, struct nearest *near)
{
	int64_t value;

	for (uint32_t n = 0; n < btf_vlen(e); n++)
		nearest_offer(near, sv_cstr(kernel_btf_enumerator(u->btf, e, n, &value)));
}

void kernel_enum_nearest(const struct unit *u, const struct type *t, struct nearest *near)
{
	uint32_t first = t->btf_id ? t->btf_id : 1;
	uint32_t end = t->btf_id ? t->btf_id + 1 : kernel_btf_count(u->btf);

	for (uint32_t id = first; id < end; id++)
		if (btf_is_any_enum(kernel_btf_type(u->btf, id)))
			offer_enumerators(u, kernel_btf_type(u->btf, id), near);
}

void kernel_types_nearest(const struct unit *u, unsigned kind, struct nearest *near)
{
	for (uint32_t id = 1; id < kernel_btf_count(u->btf); id++) {
		const struct btf_type *t = kernel_btf_type(u->btf, id);

		if (btf_kind(t) == kind || (kind == BTF_KIND_ENUM && btf_is_enum64(t)))
			nearest_offer(near, sv_cstr(kernel_btf_name(u->btf, t->name_off)));
	}
}
