/*
 * user_args.c - see user_args.h.
 *
 * Where an argument is when the function is entered follows from the types before it: whole numbers
 * and addresses take a register each (System V ABI for x86_64, AAPCS64), floating-point numbers
 * take others, and what is behind a structure that is passed by value is not looked for.
 */
#include "frontend/user_args.h"

#include "runtime/binary_file.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <unistd.h>

enum { REGISTERS = 6 }; /* of x86_64; arm64 has two more, of which the context has no names */

struct search {
	struct unit *unit;
	struct user_function *f;
	bool found;
};

static Dwarf_Die *type_of_die(Dwarf_Die *die, Dwarf_Die *type)
{
	Dwarf_Attribute attr;

	if (!dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attr), type))
		return NULL;
	return dwarf_peel_type(type, type) == 0 ? type : NULL;
}

/* An address of the process; one of addresses leads on. */
static const struct type *address(struct type_table *types, Dwarf_Die *pointer)
{
	Dwarf_Die to;
	const struct type *elem = NULL;

	if (type_of_die(pointer, &to) && dwarf_tag(&to) == DW_TAG_pointer_type)
		elem = type_ptr(types, SPACE_USER, NULL);
	return type_ptr(types, SPACE_USER, elem);
}

/* A whole number: false when it is something else. */
static bool number(struct type_table *types, Dwarf_Die *type, struct user_arg *out)
{
	Dwarf_Word size = 0, encoding = DW_ATE_unsigned;
	Dwarf_Attribute attr;

	if (dwarf_aggregate_size(type, &size) || !size || size > 8 || (size & (size - 1)))
		return false;
	if (dwarf_tag(type) == DW_TAG_enumeration_type)
		encoding = DW_ATE_signed;
	if (dwarf_attr(type, DW_AT_encoding, &attr))
		dwarf_formudata(&attr, &encoding);
	out->size = (uint32_t)size;
	out->is_signed = encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
	if (encoding == DW_ATE_boolean)
		out->type = type_of(types, TYPE_BOOL);
	else
		out->type = type_of(types, size == 8 && !out->is_signed ? TYPE_U64 : TYPE_INT);
	return true;
}

static bool is_float(Dwarf_Die *type)
{
	Dwarf_Attribute attr;
	Dwarf_Word encoding;

	return dwarf_tag(type) == DW_TAG_base_type && dwarf_attr(type, DW_AT_encoding, &attr) &&
	       !dwarf_formudata(&attr, &encoding) && encoding == DW_ATE_float;
}

/* One parameter, that would be in register *next; false where those behind cannot be placed. */
static bool add_argument(struct search *s, Dwarf_Die *die, uint32_t *next)
{
	struct type_table *types = &s->unit->types;
	const char *name = dwarf_diename(die);
	struct user_arg arg = {.name = sv_cstr(name ? sv_dup(s->unit->arena, sv_cstr(name)) : ""),
			       .reg = *next};
	Dwarf_Die type;
	bool placed = true;

	if (!type_of_die(die, &type)) {
		placed = false;
	} else if (dwarf_tag(&type) == DW_TAG_pointer_type ||
		   dwarf_tag(&type) == DW_TAG_reference_type) {
		arg.type = address(types, &type);
		arg.size = 8;
	} else if (dwarf_tag(&type) == DW_TAG_base_type ||
		   dwarf_tag(&type) == DW_TAG_enumeration_type) {
		placed = is_float(&type) || number(types, &type, &arg);
	} else {
		placed = false;
	}
	if (arg.type && (*next)++ >= REGISTERS)
		arg.type = NULL;
	vec_push(s->unit->arena, &s->f->args, arg);
	return placed;
}

static int read_function(Dwarf_Die *die, void *arg)
{
	struct search *s = arg;
	const char *name = dwarf_diename(die);
	bool placed = true;
	uint32_t next = 0;
	Dwarf_Die child;

	if (!name || strcmp(name, s->f->name) != 0 || dwarf_hasattr(die, DW_AT_declaration))
		return DWARF_CB_OK;
	s->found = true;
	for (int no = dwarf_child(die, &child); no == 0; no = dwarf_siblingof(&child, &child)) {
		if (dwarf_tag(&child) != DW_TAG_formal_parameter)
			continue;
		if (placed)
			placed = add_argument(s, &child, &next);
	}
	return DWARF_CB_ABORT;
}

/* The address of the function in the module, 0: it has no such symbol. */
static GElf_Addr symbol_address(Dwfl_Module *m, const char *name)
{
	int n = dwfl_module_getsymtab(m);

	for (int i = 1; i < n; i++) {
		GElf_Addr at;
		GElf_Sym sym;
		const char *one = dwfl_module_getsym_info(m, i, &sym, &at, NULL, NULL, NULL);

		if (one && GELF_ST_TYPE(sym.st_info) == STT_FUNC && at && strcmp(one, name) == 0)
			return at;
	}
	return 0;
}

static const char *search_module(struct search *s, Dwfl_Module *m)
{
	GElf_Addr at = symbol_address(m, s->f->name);
	Dwarf_Addr bias;
	Dwarf_Die *cu;

	if (!dwfl_module_getdwarf(m, &bias))
		return "it has no debugging information (DWARF)";
	if (!at)
		return "it has no such function";
	cu = dwfl_module_addrdie(m, at, &bias);
	if (cu)
		dwarf_getfuncs(cu, read_function, s, 0);
	return s->found ? NULL : "its debugging information does not have the function";
}

static const char *search_file(struct search *s, const char *path)
{
	static char *debug_path;
	static const Dwfl_Callbacks callbacks = {
		.find_elf = dwfl_build_id_find_elf,
		.find_debuginfo = dwfl_standard_find_debuginfo,
		.section_address = dwfl_offline_section_address,
		.debuginfo_path = &debug_path,
	};
	Dwfl *dwfl = dwfl_begin(&callbacks);
	const char *problem;
	Dwfl_Module *m;

	if (!dwfl)
		return "it cannot be read";
	m = dwfl_report_offline(dwfl, "", path, -1);
	dwfl_report_end(dwfl, NULL, NULL);
	problem = m ? search_module(s, m) : "it is no ELF file that can be read";
	dwfl_end(dwfl);
	return problem;
}

static const char *read_args(struct unit *u, struct user_function *f, const struct program *p)
{
	struct search s = {.unit = u, .f = f};
	const char *path = binary_find(u->arena, f->path);

	if (p->target.is_glob || !*f->name)
		return "the target is not one function";
	if (p->target.offset)
		return "behind the start of a function they are anywhere";
	return path ? search_file(&s, path) : "there is no such file";
}

const struct user_function *user_function(struct unit *u, const struct program *p)
{
	const char *path = p->target.path ? p->target.path : "";
	const char *name = p->target.name ? p->target.name : "";
	struct user_function *f;

	for (uint32_t i = 0; i < u->user_functions.n; i++) {
		f = u->user_functions.v[i];
		if (strcmp(f->path, path) == 0 && strcmp(f->name, name) == 0 &&
		    f->offset == p->target.offset)
			return f;
	}
	f = arena_new(u->arena, struct user_function);
	*f = (struct user_function){.path = path, .name = name, .offset = p->target.offset};
	f->problem = read_args(u, f, p);
	vec_push(u->arena, &u->user_functions, f);
	return f;
}

bool user_arg(struct unit *u, const struct program *p, struct sv name, struct ctx_field *out)
{
	const struct user_function *f = user_function(u, p);

	for (uint32_t i = 0; i < f->args.n; i++) {
		const struct user_arg *a = &f->args.v[i];

		if (!sv_eq(a->name, name))
			continue;
		*out = (struct ctx_field){.type = a->type,
					  .access = CTX_ARGREG,
					  .n = a->reg,
					  .size = a->size,
					  .is_signed = a->is_signed};
		return true;
	}
	return false;
}
