/*
 * kernel_names.c - see kernel_names.h. Programs find the numbers of names when they are loaded
 * (CO-RE); what they send is shown by the names of the same kernel.
 */
#include "loader/kernel_names.h"

#include "runtime/kernel_btf.h"

/* The kernel's enumeration: by its name, else by a name in it, or 0. */
static uint32_t find(struct kernel_btf *btf, const struct manifest_enum *e)
{
	struct sv name = sv_cstr(e->name);
	uint32_t id = name.n ? kernel_btf_find(btf, name, BTF_KIND_ENUM) : 0;

	if (!id && name.n)
		id = kernel_btf_find(btf, name, BTF_KIND_ENUM64);
	if (!id && !name.n && e->nvalues)
		id = kernel_btf_find_enumerator(btf, sv_cstr(e->values[0].name));
	return id;
}

void kernel_names(struct arena *a, struct manifest *m)
{
	struct kernel_btf *btf = m->enums.n ? kernel_btf_new(a, NULL) : NULL;

	if (!btf || kernel_btf_open(btf))
		return;
	for (uint32_t i = 0; i < m->enums.n; i++) {
		struct manifest_enum *e = &m->enums.v[i];
		uint32_t id = find(btf, e);
		const struct btf_type *t = kernel_btf_type(btf, id);

		if (!t)
			continue;
		e->nvalues = 0;
		e->values = arena_array(a, struct manifest_enumerator, btf_vlen(t) + 1u);
		for (uint32_t n = 0; n < btf_vlen(t); n++) {
			int64_t value;
			const char *name = kernel_btf_enumerator(btf, t, n, &value);

			manifest_enum_add(e, name, value);
		}
	}
}
