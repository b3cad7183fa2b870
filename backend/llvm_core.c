/*
 * llvm_core.c - members of kernel structures: where they are is filled in by the loader, from the
 * BTF of the kernel that runs the program (CO-RE).
 *
 * LLVM makes relocations of chains of intrinsics that name members by their number in debug
 * information. Structures are declared with the members that the module uses and no others;
 * anonymous ones inside are left out, since libbpf looks through them (bpf_core_spec_match,
 * src/relo_core.c).
 */
#include "backend/llvm_unit.h"

#include <stdlib.h>

struct core_struct {
	const char *key; /* "task_struct"; without a name where it stands: "task_struct.x" */
	bool is_union, is_enumeration;
	uint32_t size; /* bytes */
	VEC(const struct mir_hop *) members;
	LLVMMetadataRef di; /* NULL until it is built */
};

struct core_types {
	unsigned flavor;     /* of the names, 0: none */
	uint32_t named;	     /* facts of enumerators so far: LLVM wants them numbered */
	struct symmap index; /* key to number in all */
	VEC(struct core_struct *) all;
};

static const char *key_of_hop(struct llvm_unit *u, const char *parent, const struct mir_hop *h)
{
	return *h->type ? h->type : arena_printf(u->arena, "%s.%s", parent, h->name);
}

static struct core_struct *struct_of(struct llvm_unit *u, const char *key, bool is_union,
				     uint32_t size)
{
	struct core_types *t = u->core;
	struct sv name = sv_cstr(arena_printf(u->arena, "%c%s", is_union ? 'u' : 's', key));
	uint32_t n = symmap_get(&t->index, name, UINT32_MAX);
	struct core_struct *s;

	if (n != UINT32_MAX)
		return t->all.v[n];
	s = arena_new(u->arena, struct core_struct);
	*s = (struct core_struct){.key = key, .is_union = is_union, .size = size};
	symmap_put(&t->index, name, t->all.n);
	vec_push(u->arena, &t->all, s);
	return s;
}

static struct core_struct *struct_of_hop(struct llvm_unit *u, const char *parent,
					 const struct mir_hop *h)
{
	return struct_of(u, key_of_hop(u, parent, h), h->kind == MIR_HOP_UNION, h->size);
}

/* Its members are its enumerators. */
static struct core_struct *enumeration_of(struct llvm_unit *u, const struct mir_member *m)
{
	/* No structure has such a key. */
	struct core_struct *s =
		struct_of(u, arena_printf(u->arena, "enum %s", m->root), false, m->size);

	s->is_enumeration = true;
	return s;
}

static void add_member(struct llvm_unit *u, struct core_struct *s, const struct mir_hop *h)
{
	for (uint32_t n = 0; n < s->members.n; n++)
		if (strcmp(s->members.v[n]->name, h->name) == 0)
			return;
	vec_push(u->arena, &s->members, h);
}

static int by_offset(const void *a, const void *b)
{
	const struct mir_hop *x = *(const struct mir_hop *const *)a;
	const struct mir_hop *y = *(const struct mir_hop *const *)b;

	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* LLVM 19 keeps the variables that stand for accesses, by the names of types, for the next module
 * of the process, where they are gone (GEPGlobals,
 * llvm/lib/Target/BPF/BPFAbstractMemberAccess.cpp). So each module after the first one has names of
 * its own: what is behind three underlines libbpf does not look at (bpf_core_essential_name_len,
 * src/relo_core.c). */
void llvm_core_open(struct llvm_unit *u)
{
	static unsigned modules;

	u->core = arena_new(u->arena, struct core_types);
	u->core->index.arena = u->arena;
	if (u->mir->members.n)
		u->core->flavor = modules++;
	for (uint32_t n = 0; n < u->mir->members.n; n++) {
		const struct mir_member *m = &u->mir->members.v[n];
		struct core_struct *s = mir_is_enumerator(m)
						? enumeration_of(u, m)
						: struct_of(u, m->root, m->is_union, m->size);

		for (uint32_t k = 0; k < m->nhops; k++) {
			add_member(u, s, &m->hops[k]);
			if (mir_hop_is_structure(&m->hops[k]))
				s = struct_of_hop(u, s->key, &m->hops[k]);
		}
	}
	/* The kernel wants them in the order of their offsets. */
	for (uint32_t n = 0; n < u->core->all.n; n++) {
		struct core_struct *s = u->core->all.v[n];

		if (s->members.n)
			qsort(s->members.v, s->members.n, sizeof(*s->members.v), by_offset);
	}
}

/* ---- debug information ---- */

static LLVMMetadataRef struct_type(struct llvm_unit *u, struct core_struct *s);

static LLVMMetadataRef element_type(struct llvm_unit *u, const struct core_struct *parent,
				    const struct mir_hop *h)
{
	LLVMMetadataRef value;

	switch (h->kind) {
	case MIR_HOP_SIGNED:
	case MIR_HOP_UNSIGNED:
		return llvm_debug_int(u, 8 * h->size, h->kind == MIR_HOP_SIGNED);
	case MIR_HOP_POINTER:
		return llvm_debug_pointer(u, u->di_u64);
	case MIR_HOP_ENUM: /* libbpf compares names, but for one without */
		value = LLVMDIBuilderCreateEnumerator(u->di, "any", 3, 0, true);
		return LLVMDIBuilderCreateEnumerationType(u->di, u->main_file, "", 0, u->main_file,
							  0, 8ull * h->size, 8 * h->size, &value, 1,
							  llvm_debug_int(u, 8 * h->size, false));
	case MIR_HOP_STRUCT:
	case MIR_HOP_UNION:
		return struct_type(u, struct_of_hop(u, parent->key, h));
	case MIR_HOP_ENUMERATOR:
	case MIR_HOP_KINDS:
		break;
	}
	NB_BUG("a hop of kind %d", h->kind);
}

static LLVMMetadataRef member_type(struct llvm_unit *u, const struct core_struct *parent,
				   const struct mir_hop *h)
{
	LLVMMetadataRef t = element_type(u, parent, h);

	return h->count ? llvm_debug_array(u, t, 8 * h->size, h->count) : t;
}

static LLVMMetadataRef member(struct llvm_unit *u, const struct core_struct *s,
			      const struct mir_hop *h)
{
	LLVMMetadataRef t = member_type(u, s, h);
	size_t length = strlen(h->name);
	uint64_t bits = 8ull * h->size * (h->count ? h->count : 1);

	if (h->bits)
		return LLVMDIBuilderCreateBitFieldMemberType(
			u->di, u->main_file, h->name, length, u->main_file, 0, h->bits, h->offset,
			h->offset / (8 * h->size) * (8 * h->size), LLVMDIFlagBitField, t);
	return LLVMDIBuilderCreateMemberType(u->di, u->main_file, h->name, length, u->main_file, 0,
					     bits, 8, h->offset, LLVMDIFlagZero, t);
}

/* What the module calls a type with a name. */
static const char *flavored(const struct llvm_unit *u, const char *name)
{
	return *name && u->core->flavor ? arena_printf(u->arena, "%s___%u", name, u->core->flavor)
					: name;
}

static LLVMMetadataRef struct_type(struct llvm_unit *u, struct core_struct *s)
{
	LLVMMetadataRef *members = arena_array(u->arena, LLVMMetadataRef, s->members.n + 1);
	const char *name = strchr(s->key, '.') ? "" : s->key;
	uint64_t bits = 8ull * s->size;
	uint32_t n = s->members.n;

	if (s->di)
		return s->di;
	name = flavored(u, name);
	for (uint32_t k = 0; k < n; k++)
		members[k] = member(u, s, s->members.v[k]);
	s->di = s->is_union
			? LLVMDIBuilderCreateUnionType(u->di, u->main_file, name, strlen(name),
						       u->main_file, 0, bits, 64, LLVMDIFlagZero,
						       members, n, 0, "", 0)
			: LLVMDIBuilderCreateStructType(u->di, u->main_file, name, strlen(name),
							u->main_file, 0, bits, 64, LLVMDIFlagZero,
							NULL, members, n, 0, NULL, "", 0);
	return s->di;
}

static LLVMMetadataRef enumeration_type(struct llvm_unit *u, struct core_struct *s,
					const char *name)
{
	LLVMMetadataRef *names = arena_array(u->arena, LLVMMetadataRef, s->members.n);

	for (uint32_t n = 0; n < s->members.n; n++) {
		const struct mir_hop *h = s->members.v[n];

		names[n] = LLVMDIBuilderCreateEnumerator(u->di, h->name, strlen(h->name),
							 h->offset, true);
	}
	name = flavored(u, name);
	if (!s->di)
		s->di = LLVMDIBuilderCreateEnumerationType(
			u->di, u->main_file, name, strlen(name), u->main_file, 0, 8ull * s->size,
			8 * s->size, names, s->members.n, llvm_debug_int(u, 8 * s->size, false));
	return s->di;
}

/* ---- code ---- */

/* One access of a chain: `di` is the type whose part it is, `element` what LLVM should take it for,
 * of which nothing comes into the code. */
static LLVMValueRef access(struct llvm_unit *u, const char *name, LLVMValueRef *args,
			   unsigned nargs, LLVMMetadataRef di, LLVMTypeRef element)
{
	LLVMTypeRef pointers[] = {u->ptr, u->ptr};
	LLVMValueRef c = llvm_intrinsic(u, name, pointers, 2, args, nargs);

	if (element)
		LLVMAddCallSiteAttribute(
			c, 1,
			LLVMCreateTypeAttribute(u->context,
						LLVMGetEnumAttributeKindForName("elementtype", 11),
						element));
	LLVMSetMetadata(c, LLVMGetMDKindIDInContext(u->context, "llvm.preserve.access.index", 26),
			LLVMMetadataAsValue(u->context, di));
	return c;
}

static LLVMValueRef word(struct llvm_unit *u, uint32_t n)
{
	return LLVMConstInt(u->i32, n, false);
}

static LLVMValueRef step(struct llvm_unit *u, LLVMValueRef p, struct core_struct *s,
			 const struct mir_hop *h)
{
	LLVMTypeRef byte = LLVMStructTypeInContext(u->context, &u->i8, 1, false);
	LLVMMetadataRef di = struct_type(u, s);
	LLVMTypeRef bytes;
	uint32_t n = 0;

	while (strcmp(s->members.v[n]->name, h->name) != 0)
		n++;
	if (s->is_union)
		p = access(u, "llvm.preserve.union.access.index", (LLVMValueRef[]){p, word(u, n)},
			   2, di, NULL);
	else
		p = access(u, "llvm.preserve.struct.access.index",
			   (LLVMValueRef[]){p, word(u, 0), word(u, n)}, 3, di, byte);
	if (!h->count)
		return p;
	bytes = LLVMArrayType(u->i8, h->count);
	return access(u, "llvm.preserve.array.access.index",
		      (LLVMValueRef[]){p, word(u, 1), word(u, h->element)}, 3, member_type(u, s, h),
		      bytes);
}

static LLVMValueRef chain(struct llvm_unit *u, LLVMValueRef p, const struct mir_member *m)
{
	struct core_struct *s = struct_of(u, m->root, m->is_union, m->size);

	for (uint32_t k = 0; k < m->nhops; k++) {
		p = step(u, p, s, &m->hops[k]);
		if (mir_hop_is_structure(&m->hops[k]))
			s = struct_of_hop(u, s->key, &m->hops[k]);
	}
	return p;
}

LLVMValueRef llvm_core_member(struct llvm_unit *u, LLVMValueRef base, uint32_t member)
{
	LLVMValueRef p = LLVMBuildIntToPtr(u->builder, base, u->ptr, "");

	return LLVMBuildPtrToInt(u->builder, chain(u, p, &u->mir->members.v[member]), u->i64, "");
}

static LLVMValueRef field_fact(struct llvm_unit *u, const struct mir_member *m, int64_t fact)
{
	LLVMValueRef args[] = {chain(u, LLVMConstNull(u->ptr), m),
			       LLVMConstInt(u->i64, (uint64_t)fact, false)};
	LLVMValueRef n = llvm_intrinsic(u, "llvm.bpf.preserve.field.info", &u->ptr, 1, args, 2);

	return LLVMBuildZExt(u->builder, n, u->i64, "");
}

/* A fact of an enumerator: it is named in a text that LLVM reads. */
static LLVMValueRef named(struct llvm_unit *u, const struct mir_member *m, bool value)
{
	LLVMMetadataRef di = enumeration_type(u, enumeration_of(u, m), m->root);
	const char *text = arena_printf(u->arena, "%s:%u", m->hops[0].name, m->hops[0].offset);
	LLVMValueRef args[] = {word(u, u->core->named++),
			       LLVMBuildGlobalStringPtr(u->builder, text, ""),
			       LLVMConstInt(u->i64, value, false)};
	LLVMValueRef c = llvm_intrinsic(u, "llvm.bpf.preserve.enum.value", NULL, 0, args, 3);

	LLVMSetMetadata(c, LLVMGetMDKindIDInContext(u->context, "llvm.preserve.access.index", 26),
			LLVMMetadataAsValue(u->context, di));
	return c;
}

static LLVMValueRef root_size(struct llvm_unit *u, const struct mir_member *m)
{
	enum { TYPE_SIZE = 1 }; /* PRESERVE_TYPE_INFO_SIZE of LLVM's BPFCORE.h */
	LLVMMetadataRef di = struct_type(u, struct_of(u, m->root, m->is_union, m->size));
	LLVMValueRef args[] = {word(u, u->core->named++), LLVMConstInt(u->i64, TYPE_SIZE, false)};
	LLVMValueRef c = llvm_intrinsic(u, "llvm.bpf.preserve.type.info", NULL, 0, args, 2);

	LLVMSetMetadata(c, LLVMGetMDKindIDInContext(u->context, "llvm.preserve.access.index", 26),
			LLVMMetadataAsValue(u->context, di));
	return c;
}

LLVMValueRef llvm_core_fact(struct llvm_unit *u, uint32_t member, int64_t fact)
{
	const struct mir_member *m = &u->mir->members.v[member];

	if (fact == MIR_FACT_ROOT_SIZE)
		return root_size(u, m);
	return mir_is_enumerator(m) ? named(u, m, fact == MIR_FACT_VALUE) : field_fact(u, m, fact);
}
