/*
 * user_args.c - see user_args.h.
 *
 * Where an argument is when the function is entered follows from the types before it: whole numbers
 * and addresses take a register each (System V ABI for x86_64, AAPCS64), floating-point numbers
 * take others, and what is behind a structure that is passed by value is not looked for.
 */
#include "frontend/user_args.h"
#include "frontend/user_dwarf.h"

#include "runtime/binary_file.h"

enum { REGISTERS = 6 }; /* of x86_64; arm64 has two more, of which the context has no names */
enum { LANG_C17 = 0x2c };   /* DW_LANG_C17, which older headers lack */
enum { IN_REGISTERS = 16 }; /* bytes of a structure that a function may give in them */

struct search {
	struct unit *unit;
	struct user_function *f;
	Dwarf_Addr at; /* of the function, in the debugging information */
	Dwarf_Die by_name, by_address;
	uint32_t left; /* functions that are looked at */
};

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
	const char *name = dwarf_diename(die);
	struct user_arg arg = {.name = sv_cstr(name ? sv_dup(s->unit->arena, sv_cstr(name)) : ""),
			       .reg = *next};
	Dwarf_Die type;
	bool placed = false;

	if (user_die_type(die, &type) && !user_die_is_composite(&type)) {
		arg.type = user_value(s->unit, &type, &arg.size, &arg.is_signed);
		placed = arg.type || is_float(&type);
	}
	if (arg.type && (*next)++ >= REGISTERS)
		arg.type = NULL;
	vec_push(s->unit->arena, &s->f->args, arg);
	return placed;
}

/* A structure that is too large for registers stands where the caller says, on x86_64 by an
 * argument before the first one; which smaller ones do as well depends on what is in them, C++ and
 * Rust have rules of their own. */
static bool shifts_arguments(struct search *s, Dwarf_Die *die, Dwarf_Die *result, bool *unknown)
{
	Dwarf_Die cu;
	Dwarf_Word size;
	int language;

	*unknown = false;
	if (!user_die_is_composite(result) || strcmp(s->unit->arch, "x86_64") != 0)
		return false;
	if (dwarf_aggregate_size(result, &size)) {
		*unknown = true;
		return false;
	}
	language = dwarf_diecu(die, &cu, NULL, NULL) ? dwarf_srclang(&cu) : 0;
	*unknown = size <= IN_REGISTERS && language != DW_LANG_C && language != DW_LANG_C89 &&
		   language != DW_LANG_C99 && language != DW_LANG_C11 && language != LANG_C17;
	return size > IN_REGISTERS;
}

/* What the function gives; true when its arguments are where those of a function are. */
static bool read_result(struct search *s, Dwarf_Die *die, uint32_t *next)
{
	struct user_arg *r = &s->f->result;
	bool unknown = false;
	Dwarf_Die type;

	if (!dwarf_hasattr_integrate(die, DW_AT_type)) {
		s->f->gives_nothing = true;
		return true;
	}
	if (!user_die_type(die, &type))
		return false;
	if (user_die_is_composite(&type)) {
		*next = shifts_arguments(s, die, &type, &unknown);
		return !unknown;
	}
	r->type = user_value(s->unit, &type, &r->size, &r->is_signed);
	return true;
}

static const char *read_function(struct search *s, Dwarf_Die *die)
{
	uint32_t next = 0, left = USER_RECORDS_MAX;
	bool placed = true;
	Dwarf_Die child;

	if (!read_result(s, die, &next))
		return "what it gives may take the register of its first argument";
	for (int no = dwarf_child(die, &child); no == 0 && left--;
	     no = dwarf_siblingof(&child, &child))
		if (placed && dwarf_tag(&child) == DW_TAG_formal_parameter)
			placed = add_argument(s, &child, &next);
	return NULL;
}

/* What has the code is at its address; a name is that of the source, C++ has several of each. */
static int note_function(Dwarf_Die *die, void *arg)
{
	struct search *s = arg;
	const char *name = dwarf_diename(die);
	Dwarf_Addr entry;

	if (!s->left--)
		return DWARF_CB_ABORT;
	if (dwarf_entrypc(die, &entry) == 0 && entry == s->at) {
		s->by_address = *die;
		return DWARF_CB_ABORT;
	}
	if (name && strcmp(name, s->f->name) == 0 && !dwarf_hasattr(die, DW_AT_declaration))
		s->by_name = *die;
	return DWARF_CB_OK;
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

/* Registers are used as the platform's ABI says. */
static bool calls_as_c(Dwarf_Die *cu)
{
	int language = dwarf_srclang(cu);

	return language != DW_LANG_Go;
}

static const char *search_module(struct search *s, Dwfl_Module *m)
{
	GElf_Addr at = symbol_address(m, s->f->name);
	Dwarf_Addr bias = 0;
	Dwarf_Die *cu;

	if (!at)
		return "it has no such function";
	cu = dwfl_module_addrdie(m, at, &bias);
	if (cu && !calls_as_c(cu))
		return "functions of its language have arguments in registers of their own";
	s->at = at - bias;
	if (cu)
		dwarf_getfuncs(cu, note_function, s, 0);
	if (!s->by_address.addr && !s->by_name.addr)
		return "its debugging information does not have the function";
	return read_function(s, s->by_address.addr ? &s->by_address : &s->by_name);
}

static const char *read_args(struct unit *u, struct user_function *f, const struct program *p)
{
	struct search s = {.unit = u, .f = f, .left = USER_RECORDS_MAX};
	const char *path = binary_find(u->arena, f->path, f->pid), *problem = NULL;
	Dwfl_Module *m;

	if (p->target.is_glob || !*f->name)
		return "the target is not one function";
	if (p->target.offset)
		return "behind the start of a function they are anywhere";
	if (!path)
		return "there is no such file";
	m = user_binary(u, path, &problem);
	return m ? search_module(&s, m) : problem;
}

const struct user_function *user_function(struct unit *u, const struct program *p)
{
	const char *path = p->target.path ? p->target.path : "";
	const char *name = p->target.name ? p->target.name : "";
	struct user_function *f;

	for (uint32_t i = 0; i < u->user_functions.n; i++) {
		f = u->user_functions.v[i];
		if (strcmp(f->path, path) == 0 && strcmp(f->name, name) == 0 &&
		    f->offset == p->target.offset && f->pid == p->target.pid)
			return f;
	}
	f = arena_new(u->arena, struct user_function);
	*f = (struct user_function){
		.path = path, .name = name, .offset = p->target.offset, .pid = p->target.pid};
	f->problem = read_args(u, f, p);
	vec_push(u->arena, &u->user_functions, f);
	return f;
}

static struct ctx_field field_of(const struct user_arg *a, enum ctx_access access)
{
	return (struct ctx_field){.type = a->type,
				  .access = access,
				  .n = a->reg,
				  .size = a->size,
				  .is_signed = a->is_signed};
}

bool user_arg(struct unit *u, const struct program *p, struct sv name, struct ctx_field *out)
{
	const struct user_function *f = user_function(u, p);

	for (uint32_t i = 0; i < f->args.n; i++) {
		const struct user_arg *a = &f->args.v[i];

		if (!sv_eq(a->name, name))
			continue;
		*out = field_of(a, CTX_ARGREG);
		return true;
	}
	return false;
}

bool user_arg_number(struct unit *u, const struct program *p, uint32_t n, struct ctx_field *out)
{
	const struct user_function *f = user_function(u, p);

	for (uint32_t i = 0; i < f->args.n; i++) {
		if (!f->args.v[i].type || f->args.v[i].reg != n)
			continue;
		*out = field_of(&f->args.v[i], CTX_ARGREG);
		return true;
	}
	return false;
}

bool user_result(struct unit *u, const struct program *p, struct ctx_field *out)
{
	const struct user_function *f = user_function(u, p);

	*out = field_of(&f->result, CTX_RETREG);
	return !f->gives_nothing;
}
