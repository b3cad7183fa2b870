/*
 * tracepoint_btf.c - payloads of tracepoints from BTF: struct trace_event_raw_NAME.
 *
 * The struct is what TRACE_EVENT() declares: `struct trace_entry ent` (the common fields), the
 * fields, and `char __data[]` behind them. A dynamic string NAME is a `u32 __data_loc_NAME`.
 * Tracepoints made by DEFINE_EVENT share the struct of their class, whose name BTF does not link to
 * theirs; what shows that they exist is the typedef btf_trace_NAME.
 */
#include "runtime/kernel_btf.h"
#include "frontend/tracepoint_source.h"

#include <errno.h>

/* C spelling of a type, as far as messages need it. */
static const char *spell(struct arena *a, const struct kernel_btf *btf, uint32_t id, int depth)
{
	const struct btf_type *t = kernel_btf_type(btf, id);
	const char *name = t ? kernel_btf_name(btf, t->name_off) : NULL;

	if (!t || depth == 0)
		return "void";
	if (btf_is_ptr(t))
		return arena_printf(a, "%s *", spell(a, btf, t->type, depth - 1));
	if (btf_is_const(t))
		return arena_printf(a, "const %s", spell(a, btf, t->type, depth - 1));
	if (btf_is_array(t))
		return arena_printf(a, "%s[%u]", spell(a, btf, btf_array(t)->type, depth - 1),
				    btf_array(t)->nelems);
	if (btf_is_volatile(t) || btf_is_restrict(t) || btf_is_type_tag(t))
		return spell(a, btf, t->type, depth - 1);
	if (btf_is_struct(t))
		return arena_printf(a, "struct %s", name);
	if (btf_is_union(t))
		return arena_printf(a, "union %s", name);
	if (btf_is_any_enum(t))
		return arena_printf(a, "enum %s", name);
	return name && *name ? arena_strndup(a, name, strlen(name)) : "void";
}

static void classify(const struct kernel_btf *btf, uint32_t id, struct tp_field *f)
{
	const struct btf_type *t = kernel_btf_strip(btf, &id);

	f->kind = TP_BYTES;
	if (btf_is_ptr(t)) {
		f->kind = TP_KERNEL_PTR;
		f->is_string = kernel_btf_is_char(btf, t->type);
	} else if (btf_is_array(t) && kernel_btf_is_char(btf, btf_array(t)->type)) {
		f->kind = TP_CHARS;
	} else if (btf_is_any_enum(t)) {
		f->kind = TP_INT;
		f->is_signed = kernel_btf_is_signed(t);
	} else if (btf_is_int(t) && t->size <= 8) {
		f->kind = btf_int_encoding(t) & BTF_INT_BOOL ? TP_BOOL : TP_INT;
		f->is_signed = kernel_btf_is_signed(t);
	}
}

/* False for what is no field: the common part, the flexible array, bit fields. */
static bool member_field(struct arena *a, const struct kernel_btf *btf, const struct btf_type *s,
			 uint32_t i, struct tp_field *f)
{
	const struct sv data_loc = SV("__data_loc_");
	const struct btf_member *m = btf_members(s) + i;
	const char *name = kernel_btf_name(btf, m->name_off);
	uint32_t size = kernel_btf_size(btf, m->type), id = m->type;

	if (!name || !*name || strcmp(name, "ent") == 0 || !size ||
	    btf_member_bitfield_size(s, i) || btf_member_bit_offset(s, i) % 8 ||
	    !kernel_btf_strip(btf, &id))
		return false;
	f->name = sv_cstr(arena_strndup(a, name, strlen(name)));
	f->offset = btf_member_bit_offset(s, i) / 8;
	f->size = size;
	if (sv_starts(f->name, data_loc)) {
		f->name = sv_from(f->name, data_loc.n);
		f->kind = TP_DATA_LOC;
		f->c_type = SV("__data_loc char[]");
		return true;
	}
	f->c_type = sv_cstr(spell(a, btf, m->type, 8));
	classify(btf, m->type, f);
	return true;
}

int btf_format(struct arena *a, struct kernel_btf *btf, struct sv name, tp_fields *out)
{
	const char *s = arena_printf(a, "trace_event_raw_" SV_FMT, SV_ARG(name));
	const char *def = arena_printf(a, "btf_trace_" SV_FMT, SV_ARG(name));
	uint32_t id = kernel_btf_find(btf, sv_cstr(s), BTF_KIND_STRUCT);
	const struct btf_type *t;

	if (!id)
		return kernel_btf_find(btf, sv_cstr(def), BTF_KIND_TYPEDEF) ? -ENODATA : -ENOENT;
	t = kernel_btf_type(btf, id);
	for (uint32_t i = 0; i < btf_vlen(t); i++) {
		struct tp_field f = {0};

		if (member_field(a, btf, t, i, &f))
			vec_push(a, out, f);
	}
	return 0;
}

void btf_near(const struct kernel_btf *btf, struct nearest *n)
{
	const struct sv prefix = SV("btf_trace_");
	uint32_t count = kernel_btf_count(btf);

	for (uint32_t id = 1; id < count; id++) {
		const struct btf_type *t = kernel_btf_type(btf, id);
		struct sv name;

		if (!btf_is_typedef(t))
			continue;
		name = sv_cstr(kernel_btf_name(btf, t->name_off));
		if (sv_starts(name, prefix))
			nearest_offer(n, sv_from(name, prefix.n));
	}
}
