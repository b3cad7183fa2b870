/*
 * kernel_enum.c - enumerations of the kernel: numbers that have names.
 *
 * A number of the kernel may be compared with a name. Where its type is an enumeration the name is
 * one of its; what the kernel keeps in an int or in some bits may be of any, for C does the same.
 *
 * System calls are numbered by macros, of which BTF knows nothing: `syscall` is an enumeration of
 * ours, another one on each architecture.
 */
#include "frontend/user_walk.h"

#include "runtime/kernel_btf.h"

enum { SYSCALLS = UINT32_MAX }; /* no number that BTF has */

static const struct syscall_number {
	const char *name;
	int x86_64, aarch64;
} syscalls[] = {
#define SYSCALL_NUMBER(name, x86_64, aarch64) {#name, x86_64, aarch64},
#include "lang/syscall_numbers.def"
};

bool kernel_enum_is_ours(const struct type *t)
{
	return t->btf_id == SYSCALLS;
}

uint32_t kernel_enum_count(const struct unit *u, const struct type *t)
{
	if (is_user_type(t->btf_id))
		return user_enum_count(u, t);
	return t->btf_id == SYSCALLS ? ARRAY_SIZE(syscalls)
				     : btf_vlen(kernel_btf_type(u->btf, t->btf_id));
}

const char *kernel_enum_get(const struct unit *u, const struct type *t, uint32_t n, int64_t *value)
{
	if (is_user_type(t->btf_id))
		return user_enum_get(u, t, n, value);
	if (t->btf_id != SYSCALLS)
		return kernel_btf_enumerator(u->btf, kernel_btf_type(u->btf, t->btf_id), n, value);
	*value = strcmp(u->arch, "x86_64") == 0 ? syscalls[n].x86_64 : syscalls[n].aarch64;
	return *value < 0 ? NULL : syscalls[n].name;
}

const struct type *kernel_enum_type(struct unit *u, enum type_kind kind, uint32_t btf_id)
{
	const struct btf_type *t = kernel_btf_type(u->btf, btf_id);

	return type_kernel_number(&u->types, kind, sv_cstr(kernel_btf_name(u->btf, t->name_off)),
				  btf_id);
}

const struct type *kernel_enum_find(struct unit *u, enum type_kind kind, struct sv name)
{
	uint32_t id;

	if (sv_is(name, "syscall"))
		return type_kernel_number(&u->types, kind, SV("syscall"), SYSCALLS);
	if (kernel_btf_open(u->btf))
		return NULL;
	id = kernel_btf_find(u->btf, name, BTF_KIND_ENUM);
	if (!id)
		id = kernel_btf_find(u->btf, name, BTF_KIND_ENUM64);
	if (!id)
		id = kernel_btf_find_enumerator(u->btf, name);
	return id ? kernel_enum_type(u, kind, id) : NULL;
}

/* What number of the kernel has no certain enumeration is of the one that has the name. */
static const struct type *enumeration_with(struct unit *u, const struct type *t, struct sv name)
{
	uint32_t id = t->btf_id ? 0 : kernel_btf_find_enumerator(u->btf, name);

	return t->btf_id ? t : id ? kernel_enum_type(u, t->kind, id) : NULL;
}

bool kernel_enumerator(struct unit *u, const struct type *t, struct sv name, struct value *out)
{
	const struct type *e = enumeration_with(u, t, name);

	for (uint32_t n = 0; e && n < kernel_enum_count(u, e); n++) {
		int64_t value;
		const char *one = kernel_enum_get(u, e, n, &value);

		if (!one || !sv_is(name, one))
			continue;
		*out = (struct value){.kind = TYPE_INT, .i = value, .s = name, .of = e};
		return true;
	}
	return false;
}

static void offer_enumerators(const struct unit *u, const struct type *e, struct nearest *near)
{
	for (uint32_t n = 0; n < kernel_enum_count(u, e); n++) {
		int64_t value;
		const char *name = kernel_enum_get(u, e, n, &value);

		if (name)
			nearest_offer(near, sv_cstr(name));
	}
}

void kernel_enum_nearest(const struct unit *u, const struct type *t, struct nearest *near)
{
	if (t->btf_id) {
		offer_enumerators(u, t, near);
		return;
	}
	for (uint32_t id = 1; id < kernel_btf_count(u->btf); id++)
		if (btf_is_any_enum(kernel_btf_type(u->btf, id)))
			offer_enumerators(u, &(struct type){.btf_id = id}, near);
}

void kernel_types_nearest(const struct unit *u, unsigned kind, struct nearest *near)
{
	for (uint32_t id = 1; id < kernel_btf_count(u->btf); id++) {
		const struct btf_type *t = kernel_btf_type(u->btf, id);

		if (btf_kind(t) == kind || (kind == BTF_KIND_ENUM && btf_is_enum64(t)))
			nearest_offer(near, sv_cstr(kernel_btf_name(u->btf, t->name_off)));
	}
}
