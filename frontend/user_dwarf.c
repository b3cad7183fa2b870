/* user_dwarf.c - see user_dwarf.h. */
#include "frontend/user_dwarf.h"
#include "frontend/user_walk.h"

enum { TYPES_MAX = 1 << 20 };

struct binary {
	const char *path;
	Dwfl *dwfl;
	Dwfl_Module *module; /* NULL: see `problem` */
	const char *problem;
};

struct user_types {
	struct arena *arena;
	VEC(struct binary) binaries;
	VEC(Dwarf_Die) dies; /* number USER_TYPE_FIRST + index */
};

struct user_types *user_types_new(struct arena *a)
{
	struct user_types *t = arena_new(a, struct user_types);

	t->arena = a;
	return t;
}

void user_types_close(struct user_types *t)
{
	for (uint32_t i = 0; i < t->binaries.n; i++)
		dwfl_end(t->binaries.v[i].dwfl);
	*t = (struct user_types){.arena = t->arena};
}

/* How arguments are passed, and what is how large, is that of the architecture compiled for. */
static bool is_for(Dwfl_Module *m, const char *arch)
{
	GElf_Half machine = strcmp(arch, "x86_64") == 0 ? EM_X86_64 : EM_AARCH64;
	GElf_Addr bias;
	GElf_Ehdr header;
	Elf *elf = dwfl_module_getelf(m, &bias);

	return elf && gelf_getehdr(elf, &header) && gelf_getclass(elf) == ELFCLASS64 &&
	       header.e_machine == machine;
}

static const char *open_binary(struct binary *b, const char *arch)
{
	static char *debug_path;
	static const Dwfl_Callbacks callbacks = {
		.find_elf = dwfl_build_id_find_elf,
		.find_debuginfo = dwfl_standard_find_debuginfo,
		.section_address = dwfl_offline_section_address,
		.debuginfo_path = &debug_path,
	};
	Dwfl_Module *m;
	Dwarf_Addr bias;

	b->dwfl = dwfl_begin(&callbacks);
	if (!b->dwfl)
		return "it cannot be read";
	m = dwfl_report_offline(b->dwfl, "", b->path, -1);
	dwfl_report_end(b->dwfl, NULL, NULL);
	if (!m)
		return "it is no ELF file that can be read";
	if (!is_for(m, arch))
		return "it is for another architecture";
	if (!dwfl_module_getdwarf(m, &bias))
		return "it has no debugging information (DWARF)";
	b->module = m;
	return NULL;
}

Dwfl_Module *user_binary(struct unit *u, const char *path, const char **problem)
{
	struct user_types *t = u->user_types;
	struct binary *b = NULL;

	*problem = "it is not looked at";
	if (!t)
		return NULL;
	for (uint32_t i = 0; i < t->binaries.n && !b; i++)
		if (strcmp(t->binaries.v[i].path, path) == 0)
			b = &t->binaries.v[i];
	if (!b) {
		b = vec_add(t->arena, &t->binaries);
		b->path = path;
		b->problem = open_binary(b, u->arch);
	}
	*problem = b->problem;
	return b->module;
}

uint32_t user_type_number(struct unit *u, Dwarf_Die *die)
{
	struct user_types *t = u->user_types;

	for (uint32_t i = 0; i < t->dies.n; i++)
		if (t->dies.v[i].addr == die->addr)
			return USER_TYPE_FIRST + i;
	if (t->dies.n == TYPES_MAX)
		return 0;
	vec_push(t->arena, &t->dies, *die);
	return USER_TYPE_FIRST + t->dies.n - 1;
}

Dwarf_Die *user_type_die(const struct unit *u, uint32_t number)
{
	NB_ASSERT(is_user_type(number) && number - USER_TYPE_FIRST < u->user_types->dies.n);
	return &u->user_types->dies.v[number - USER_TYPE_FIRST];
}

/* ---- types ---- */

Dwarf_Die *user_die_type(Dwarf_Die *die, Dwarf_Die *type)
{
	Dwarf_Attribute attr;

	if (!dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attr), type))
		return NULL;
	/* What is left of a chain of typedefs that leads nowhere is no type of any kind below. */
	return dwarf_peel_type(type, type) == 0 ? type : NULL;
}

bool user_die_is_composite(Dwarf_Die *type)
{
	int tag = dwarf_tag(type);

	return tag == DW_TAG_structure_type || tag == DW_TAG_union_type || tag == DW_TAG_class_type;
}

static bool is_pointer(Dwarf_Die *type)
{
	int tag = dwarf_tag(type);

	return tag == DW_TAG_pointer_type || tag == DW_TAG_reference_type ||
	       tag == DW_TAG_rvalue_reference_type;
}

/* The name that it has, or that a typedef gives to what has none. */
static struct sv name_of(struct unit *u, Dwarf_Die *type, Dwarf_Die *by)
{
	const char *name = dwarf_diename(type);
	Dwarf_Attribute attr;
	Dwarf_Die outer;

	if (!name && by && dwarf_formref_die(dwarf_attr_integrate(by, DW_AT_type, &attr), &outer) &&
	    dwarf_tag(&outer) == DW_TAG_typedef)
		name = dwarf_diename(&outer);
	return sv_cstr(name ? sv_dup(u->arena, sv_cstr(name)) : "");
}

const struct type *user_composite(struct unit *u, Dwarf_Die *type, Dwarf_Die *by)
{
	uint32_t number = user_type_number(u, type);

	if (!number)
		return NULL;
	return type_struct(&u->types, name_of(u, type, by), dwarf_tag(type) == DW_TAG_union_type,
			   number);
}

/* A power of two up to 8 bytes; 0: something else. */
static uint32_t number_size(Dwarf_Die *type)
{
	Dwarf_Word size = 0, encoding = DW_ATE_float;
	Dwarf_Attribute attr;

	if (dwarf_tag(type) != DW_TAG_base_type && dwarf_tag(type) != DW_TAG_enumeration_type)
		return 0;
	if (dwarf_aggregate_size(type, &size) || !size || size > 8 || (size & (size - 1)))
		return 0;
	if (dwarf_tag(type) == DW_TAG_enumeration_type)
		return (uint32_t)size;
	if (!dwarf_attr(type, DW_AT_encoding, &attr) || dwarf_formudata(&attr, &encoding))
		return 0;
	switch (encoding) {
	case DW_ATE_boolean:
	case DW_ATE_signed:
	case DW_ATE_signed_char:
	case DW_ATE_unsigned:
	case DW_ATE_unsigned_char:
	case DW_ATE_UTF:
		return (uint32_t)size;
	}
	return 0;
}

static const struct type *address(struct unit *u, Dwarf_Die *pointer)
{
	const struct type *elem = NULL;
	Dwarf_Die to;

	if (!user_die_type(pointer, &to))
		return type_ptr(&u->types, SPACE_USER, NULL);
	if (user_die_is_composite(&to))
		elem = user_composite(u, &to, pointer);
	else if (is_pointer(&to) || number_size(&to))
		return type_ptr_to(&u->types, SPACE_USER, user_type_number(u, &to));
	return type_ptr(&u->types, SPACE_USER, elem);
}

/* Its encoding; enumerations have that of the type they are said to be of, else an int's. */
static Dwarf_Word encoding_of(Dwarf_Die *type)
{
	Dwarf_Word encoding = DW_ATE_unsigned;
	Dwarf_Attribute attr;
	Dwarf_Die under;

	if (dwarf_tag(type) != DW_TAG_enumeration_type) {
		if (dwarf_attr(type, DW_AT_encoding, &attr))
			dwarf_formudata(&attr, &encoding);
		return encoding;
	}
	if (user_die_type(type, &under) && dwarf_tag(&under) == DW_TAG_base_type)
		return encoding_of(&under);
	return DW_ATE_signed;
}

const struct type *user_value(struct unit *u, Dwarf_Die *type, uint32_t *size, bool *is_signed)
{
	enum type_kind kind;
	Dwarf_Word encoding;

	*is_signed = false;
	*size = 8;
	if (is_pointer(type))
		return address(u, type);
	*size = number_size(type);
	if (!*size)
		return NULL;
	encoding = encoding_of(type);
	*is_signed = encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
	if (encoding == DW_ATE_boolean)
		return type_of(&u->types, TYPE_BOOL);
	kind = *size == 8 && !*is_signed ? TYPE_U64 : TYPE_INT;
	if (dwarf_tag(type) == DW_TAG_enumeration_type)
		return type_kernel_number(&u->types, kind, name_of(u, type, NULL),
					  user_type_number(u, type));
	return type_of(&u->types, kind);
}
