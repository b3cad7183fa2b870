/*
 * llvm_debug.c - debug information, from which LLVM makes BTF: maps, variables, functions, lines.
 *
 * Source texts are embedded in their DIFile nodes, so LLVM reads nothing from disk and the object
 * does not depend on the directory. A name must match [A-Za-z0-9_.]+ or the kernel refuses the
 * whole BTF; MIR names are C identifiers.
 */
#include "backend/llvm_unit.h"
#include "lang/maps.h"

#include <llvm-c/IRReader.h>
#include <llvm/Config/llvm-config.h>

enum {
	/* Bits of a BTF line record (include/uapi/linux/btf.h, bpf.h: line << 10 | column). */
	MAX_LINE = (1 << 22) - 1,
	MAX_COLUMN = (1 << 10) - 1,
	/* DWARF 5, table 5.1 and 7.3 */
	ATE_BOOLEAN = 2,
	ATE_SIGNED = 5,
	ATE_SIGNED_CHAR = 6,
	ATE_UNSIGNED = 7,
	ATE_UNSIGNED_CHAR = 8,
	TAG_CONST = 0x26,
	TAG_VOLATILE = 0x35,
};

/* ---- files ---- */

static void write_ir_string(struct buf *b, struct sv s)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t from = 0;

	buf_putc(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\')
			continue;
		buf_write(b, s.p + from, i - from);
		buf_write(b, (char[]){'\\', hex[c >> 4], hex[c & 15]}, 3);
		from = i + 1;
	}
	buf_write(b, s.p + from, s.n - from);
	buf_putc(b, '"');
}

static void write_file(struct buf *b, uint32_t number, const char *name, struct sv text)
{
	buf_printf(b, "!%u = !DIFile(directory: \"\", filename: ", number);
	write_ir_string(b, sv_cstr(name));
	buf_puts(b, ", source: ");
	/* Without text LLVM would look for the file. */
	write_ir_string(b, text.n ? text : SV("\n"));
	buf_puts(b, ")\n");
}

/* LLVM-C makes no DIFile with an embedded source before LLVM 22, but the IR reader does: read a
 * module of nothing else in the same context and keep its nodes. */
static LLVMMetadataRef *build_files(struct llvm_unit *u, uint32_t n)
{
	LLVMMetadataRef *files = arena_array(u->arena, LLVMMetadataRef, n + 1);
	LLVMValueRef *nodes = arena_array(u->arena, LLVMValueRef, n + 1);
	struct buf ir = {.arena = u->arena};
	LLVMModuleRef module;
	char *error = NULL;

	for (uint32_t i = 0; i < n; i++) {
		const struct source_file *s = source_get(u->mir->sources, i + 1);

		write_file(&ir, i, s->name, u->options->debug_lines ? s->text : SV(""));
	}
	write_file(&ir, n, u->options->main_name, SV(""));
	buf_puts(&ir, "!files = !{");
	for (uint32_t i = 0; i <= n; i++)
		buf_printf(&ir, i ? ", !%u" : "!%u", i);
	buf_puts(&ir, "}\n");
	if (LLVMParseIRInContext(u->context,
				 LLVMCreateMemoryBufferWithMemoryRange(ir.p, ir.n, "", true),
				 &module, &error))
		NB_BUG("IR of the source files: %s", error);
	LLVMGetNamedMetadataOperands(module, "files", nodes);
	for (uint32_t i = 0; i <= n; i++)
		files[i] = LLVMValueAsMetadata(nodes[i]);
	LLVMDisposeModule(module);
	return files;
}

static void add_flag(struct llvm_unit *u, const char *name, unsigned value)
{
	LLVMAddModuleFlag(u->module, LLVMModuleFlagBehaviorWarning, name, strlen(name),
			  LLVMValueAsMetadata(LLVMConstInt(u->i32, value, false)));
}

static LLVMMetadataRef basic_type(struct llvm_unit *u, const char *name, unsigned bits,
				  unsigned encoding)
{
	return LLVMDIBuilderCreateBasicType(u->di, name, strlen(name), bits, encoding,
					    LLVMDIFlagZero);
}

LLVMMetadataRef llvm_debug_int(struct llvm_unit *u, unsigned bits, bool is_signed)
{
	/* As C compilers name them; the kernel wants names of integers. */
	static const char *const names[][2] = {{"unsigned char", "signed char"},
					       {"unsigned short", "short"},
					       {"unsigned int", "int"},
					       {"unsigned long long", "long long"}};
	unsigned size = bits == 8 ? 0 : bits == 16 ? 1 : bits == 32 ? 2 : 3;

	return basic_type(u, names[size][is_signed], bits,
			  size	      ? is_signed ? ATE_SIGNED : ATE_UNSIGNED
			  : is_signed ? ATE_SIGNED_CHAR
				      : ATE_UNSIGNED_CHAR);
}

void llvm_debug_open(struct llvm_unit *u)
{
	uint32_t n = u->mir->sources ? u->mir->sources->files.n : 0;

	u->files = build_files(u, n);
	u->main_file = n ? u->files[0] : u->files[n];
	u->di = LLVMCreateDIBuilder(u->module);
	add_flag(u, "Debug Info Version", LLVMDebugMetadataVersion());
	/* Asking for CodeView and not for DWARF, on a target without CodeView, gives BTF alone. */
	add_flag(u, "CodeView", 1);
	u->unit = LLVMDIBuilderCreateCompileUnit(
		u->di, LLVMDWARFSourceLanguageC99, u->main_file, "nubpfc", 6, u->options->level > 0,
		"", 0, 0, "", 0, LLVMDWARFEmissionFull, 0, false, false, "", 0, "", 0);
	u->di_u64 = llvm_debug_int(u, 64, false);
}

/* ---- maps and variables ---- */

LLVMMetadataRef llvm_debug_array(struct llvm_unit *u, LLVMMetadataRef element, unsigned bits,
				 uint64_t n)
{
	LLVMMetadataRef range = LLVMDIBuilderGetOrCreateSubrange(u->di, 0, (int64_t)n);

	return LLVMDIBuilderCreateArrayType(u->di, n * bits, bits, element, &range, 1);
}

LLVMMetadataRef llvm_debug_pointer(struct llvm_unit *u, LLVMMetadataRef to)
{
	return LLVMDIBuilderCreatePointerType(u->di, to, 64, 64, 0, "", 0);
}

/* Member number n of a map's declaration, a pointer to a type. */
static LLVMMetadataRef map_member(struct llvm_unit *u, const char *name, uint32_t n,
				  LLVMMetadataRef to)
{
	return LLVMDIBuilderCreateMemberType(u->di, u->main_file, name, strlen(name), u->main_file,
					     0, 64, 64, n * 64, LLVMDIFlagZero,
					     llvm_debug_pointer(u, to));
}

LLVMMetadataRef llvm_debug_map_type(struct llvm_unit *u, const struct mir_map *map, uint32_t *words)
{
	/* The kernel wants types of what belongs to something, of other maps just sizes. */
	bool typed = map_storage_of_type(map->kind) != NULL;
	/* What __uint() of bpf_helpers.h declares: int (*name)[number]; 0 is left out. */
	const struct {
		const char *name;
		uint32_t number;
	} attributes[] = {
		{"type", map->kind},
		{"max_entries", typed ? 0 : map->max_entries},
		{"key_size", typed ? 0 : map->key_size},
		{"value_size", typed ? 0 : map->value_size},
		{"map_flags", map->flags},
	};
	LLVMMetadataRef members[ARRAY_SIZE(attributes) + 2];
	LLVMMetadataRef di_int = llvm_debug_int(u, 32, true),
			di_word = llvm_debug_int(u, 64, false);
	uint32_t n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(attributes); i++) {
		if (!attributes[i].number)
			continue;
		members[n] = map_member(u, attributes[i].name, n,
					llvm_debug_array(u, di_int, 32, attributes[i].number));
		n++;
	}
	if (typed) {
		members[n] = map_member(u, "key", n, di_int);
		members[n + 1] = map_member(u, "value", n + 1,
					    llvm_debug_array(u, di_word, 64, map->value_size / 8));
		n += 2;
	}
	*words = n;
	return LLVMDIBuilderCreateStructType(u->di, u->main_file, "", 0, u->main_file, 0, n * 64,
					     64, LLVMDIFlagZero, NULL, members, n, 0, NULL, "", 0);
}

LLVMMetadataRef llvm_debug_global_type(struct llvm_unit *u, const struct mir_global *g)
{
	/* Names that a C compiler knows, for the header that bpftool makes of the object. */
	static const struct {
		const char *shape, *name;
		unsigned bits, encoding;
		bool array;
	} shapes[] = {
		{"i64", "long long", 64, ATE_SIGNED, false},
		{"u64", "unsigned long long", 64, ATE_UNSIGNED, false},
		{"u32", "unsigned int", 32, ATE_UNSIGNED, false},
		{"bool", "_Bool", 8, ATE_BOOLEAN, false},
		{"char[]", "char", 8, ATE_SIGNED_CHAR, true},
		{"u64[]", "unsigned long long", 64, ATE_UNSIGNED, true},
		{"bytes", "unsigned char", 8, ATE_UNSIGNED_CHAR, true},
	};
	LLVMMetadataRef t;
	size_t i = 0;

	while (i + 1 < ARRAY_SIZE(shapes) && (!g->shape || strcmp(shapes[i].shape, g->shape)))
		i++;
	t = basic_type(u, shapes[i].name, shapes[i].bits, shapes[i].encoding);
	if (g->section == MIR_GLOBAL_RODATA)
		t = LLVMDIBuilderCreateQualifiedType(
			u->di, TAG_CONST, LLVMDIBuilderCreateQualifiedType(u->di, TAG_VOLATILE, t));
	if (shapes[i].array)
		t = llvm_debug_array(u, t, shapes[i].bits, g->size * 8ull / shapes[i].bits);
	return t;
}

/* ---- places ---- */

/* The file of a span and its line; the main file and line 0 for no place. */
static LLVMMetadataRef file_of(const struct llvm_unit *u, struct span at, struct place *place)
{
	*place = (struct place){0, 0};
	if (!at.file || !u->mir->sources)
		return u->main_file;
	if (u->options->debug_lines) {
		*place = source_place(u->mir->sources, at);
		if (place->line > MAX_LINE)
			place->line = MAX_LINE;
		if (place->col > MAX_COLUMN)
			place->col = MAX_COLUMN;
	}
	return u->files[at.file - 1];
}

void llvm_debug_var(struct llvm_unit *u, LLVMValueRef var, const char *name, struct span at,
		    LLVMMetadataRef type)
{
	struct place place;
	LLVMMetadataRef file = file_of(u, at, &place);
	LLVMMetadataRef expr = LLVMDIBuilderCreateExpression(u->di, NULL, 0);
	LLVMMetadataRef di = LLVMDIBuilderCreateGlobalVariableExpression(
		u->di, u->unit, name, strlen(name), "", 0, file, place.line, type, false, expr,
		NULL, 0);

	LLVMGlobalSetMetadata(var, LLVMGetMDKindIDInContext(u->context, "dbg", 3), di);
}

LLVMMetadataRef llvm_debug_func(struct llvm_unit *u, LLVMValueRef fn, const struct mir_func *mir)
{
	uint32_t nparams = LLVMCountParams(fn);
	LLVMMetadataRef *types = arena_array(u->arena, LLVMMetadataRef, nparams + 1);
	LLVMMetadataRef pointer = llvm_debug_pointer(u, u->di_u64);
	struct place place;
	LLVMMetadataRef file = file_of(u, mir->at, &place), sub;
	LLVMTypeRef result = LLVMGetReturnType(LLVMGlobalGetValueType(fn));

	if (mir->section)
		types[0] = llvm_debug_int(u, 32, true);
	else if (result != u->none)
		types[0] = result == u->ptr ? pointer : u->di_u64;
	for (uint32_t i = 0; i < nparams; i++)
		types[i + 1] = LLVMTypeOf(LLVMGetParam(fn, i)) == u->ptr ? pointer : u->di_u64;
	sub = LLVMDIBuilderCreateFunction(
		u->di, file, mir->name, strlen(mir->name), "", 0, file, place.line,
		LLVMDIBuilderCreateSubroutineType(u->di, file, types, nparams + 1, LLVMDIFlagZero),
		!mir->section, true, place.line, LLVMDIFlagPrototyped, u->options->level > 0);
	LLVMSetSubprogram(fn, sub);
	/* The kernel refuses a BTF function with a nameless parameter. */
	for (uint32_t i = 0; i < nparams; i++) {
		char *name = mir->section ? arena_printf(u->arena, "ctx")
					  : arena_printf(u->arena, "p%u", i);

		LLVMDIBuilderCreateParameterVariable(u->di, sub, name, strlen(name), i + 1, file,
						     place.line, types[i + 1], true,
						     LLVMDIFlagZero);
	}
	return sub;
}

void llvm_debug_at(struct llvm_func *f, struct span at)
{
	struct llvm_unit *u = f->unit;
	LLVMMetadataRef scope = f->subprogram, file;
	struct place place;

	file = file_of(u, at, &place);
	/* Before LLVM 19 every line of a function is one of the function's own file. */
	if (LLVM_VERSION_MAJOR < 19 && file != file_of(u, f->mir->at, &(struct place){0}))
		place = (struct place){0, 0};
	if (at.file != f->mir->at.file && place.line) {
		LLVMMetadataRef *of_file = &f->scopes[at.file - 1];

		if (!*of_file)
			*of_file = LLVMDIBuilderCreateLexicalBlockFile(u->di, scope, file, 0);
		scope = *of_file;
	}
	LLVMSetCurrentDebugLocation2(
		u->builder,
		LLVMDIBuilderCreateDebugLocation(u->context, place.line, place.col, scope, NULL));
}
