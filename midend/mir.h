/*
 * mir.h - MIR, the typed SSA form between frontend and backend: the narrow waist.
 *
 * A module holds functions, maps, globals and counter sites. A function is a list of blocks, a
 * block a list of instructions, the last one a terminator; an instruction is a value. Values,
 * blocks and types are small numbers: stable when arrays grow, and side tables are plain arrays.
 * Block 1 is the entry. Number 0 means none.
 *
 * Invariants (mir_verify states them all): definitions dominate uses; phi operands match the
 * predecessors in mir_preds order; operand and result types fit the operation; a nullable pointer
 * is used only by isnull, phi, select and nonnull; accesses lie inside their object's size; every
 * reserved record is submitted or discarded exactly once on every path; a block ends in a
 * terminator and the entry has no predecessors; places lie in the module's sources, if it has some.
 */
#ifndef MIDEND_MIR_H
#define MIDEND_MIR_H

#include "support/source.h"

typedef struct {
	uint32_t id;
} mir_val;
typedef struct {
	uint32_t id;
} mir_block;

#define MIR_NO_VAL ((mir_val){0})
#define MIR_NO_BLOCK ((mir_block){0})
#define MIR_NO_FUNC UINT32_MAX

/* Arguments of a call in the kernel's registers, r1 to r5. */
enum { MIR_CALL_REGISTERS = 5 };
/* Rounds that the kernel runs of a callback: BPF_MAX_LOOPS of its include/linux/bpf.h. */
enum { MIR_ROUNDS_MAX = 1 << 23 };

enum mir_kind { MIR_NONE, MIR_I1, MIR_I8, MIR_I16, MIR_I32, MIR_I64, MIR_PTR };

/* What a pointer points into; printed `ptr<stack 16>`, `ptr<map? 8>`. */
enum mir_space {
	MIR_SPACE_NONE,
	MIR_SPACE_CTX, /* the program's context; size 0: the family decides */
	MIR_SPACE_STACK,
	MIR_SPACE_MAP,	  /* a map value */
	MIR_SPACE_RECORD, /* a ring-buffer record */
	MIR_SPACE_DATA,	  /* .data, .bss */
	MIR_SPACE_CONST,  /* .rodata: loads are invariant, values known only at load time */
	MIR_SPACE_MAPREF, /* a map itself (result of MIR_MAP) */
	MIR_SPACE_COUNT
};

struct mir_type {
	uint8_t kind;  /* enum mir_kind */
	uint8_t space; /* enum mir_space, of MIR_PTR */
	bool nullable;
	uint32_t size; /* bytes from the pointer to its object's end; 0: not known here (CTX) */
};

enum mir_op {
#define MIR(id, ...) MIR_OP_##id,
#include "midend/mir.def"
	MIR_OPS /* how many */
};

/* One instruction; its number in mir_func.insts is its value. */
struct mir_inst {
	uint8_t op;	      /* enum mir_op */
	struct mir_type type; /* of the result; kind NONE without one */
	uint32_t nargs;
	mir_val *args;	     /* value operands */
	int64_t imm;	     /* `i` operand */
	uint32_t ref;	     /* m g f s k: index in the module; h: enum helper */
	mir_block target[2]; /* `b` operands */
	mir_block block;     /* where it stands; 0 when removed */
	struct span at;
};

struct mir_bb {
	uint32_t *insts; /* value numbers in order */
	uint32_t n, cap;
	/* Predecessors in the order that phi operands follow; kept by mir_set_target/mir_append. */
	mir_block *preds;
	uint32_t npreds, preds_cap;
	bool dead;
};

struct mir_func {
	const char *name;    /* C identifier, unique */
	const char *section; /* ELF section of a program; NULL: a subprogram */
	const char *label;   /* what messages call it */
	struct mir_module *module;
	struct mir_type *params; /* of a subprogram */
	uint32_t nparams;
	struct mir_type *results;
	uint32_t nresults; /* a program has one: i32 verdict */
	int64_t neutral;   /* a program's neutral verdict */
	struct span at;
	/* What passes have found out about a subprogram for those who call it. */
	const struct range *given, *gives; /* by parameter, by result; NULL: anything */
	const struct mir_convention *convention; /* of pass_call.c, which made it */
	uint32_t levels; /* functions on the longest way down from it, itself among them */
	uint32_t loop_levels; /* loops on such a way that the kernel will run, one in the other */
	uint32_t frames_above, frames; /* that may stand above it; itself and the most below it */
	uint64_t steps; /* of the verifier through it and what it calls, about (pass_steps.c) */
	uint32_t jumps; /* conditional ones on the longest way, with those of what it calls */
	uint32_t stack_bytes; /* that it and what it calls take of the program's stack */
	bool gives_status;    /* its result is 0, or 1 when it has counted an error (pass_call.c) */
	bool is_called; /* no call of it is laid out */
	bool is_crowded; /* with so many values in use that most are spilled (pass_flags.c) */
	VEC(struct mir_inst) insts; /* insts.v[0] is not used */
	VEC(struct mir_bb) blocks;  /* blocks.v[0] is not used */
};

/* A BPF map as the object declares it. Kinds are enum bpf_map_type of linux/bpf.h. */
struct mir_map {
	const char *name; /* C identifier */
	uint32_t kind;
	uint32_t key_size, value_size, max_entries;
	uint32_t flags; /* BPF_F_… of map_create */
};

struct mir_global {
	const char *name; /* C identifier */
	enum { MIR_GLOBAL_RODATA, MIR_GLOBAL_DATA, MIR_GLOBAL_BSS, MIR_GLOBAL_SECTIONS } section;
	uint32_t size, align;
	const void *init; /* size bytes; NULL: zeros */
	/* How BTF shows it: "i64", "u64", "bool", "char[]", "u64[]", "bytes". */
	const char *shape;
	struct span at;
	/* What all that is done with it lets it be, found out when passes ask (tally.c). */
	enum { MIR_TALLY_UNKNOWN, MIR_TALLY_NONE, MIR_TALLY } tally;
};

enum mir_site_kind {
	MIR_SITE_ERROR, /* a run-time error that ended the event */
	MIR_SITE_FAULT, /* memory that could not be read */
	MIR_SITE_FULL,	/* a full map */
	MIR_SITE_LOST,	/* an event for which the ring buffer had no room */
	MIR_SITE_KINDS
};

/* A counter in the object's .bss, an element of the u64 array `nubpf_sites`. */
struct mir_site {
	enum mir_site_kind kind;
	const char *message; /* "division by zero" */
	struct span at;
	uint32_t func; /* index of the program it belongs to, or MIR_NO_FUNC */
};

/* One step of a way through a kernel structure: a member of it, or an element of one. Offsets and
 * sizes are those of the kernel whose types were at hand; the kernel that runs the program moves
 * them. */
struct mir_hop {
	const char *name; /* of the member */
	uint32_t offset;  /* bits from the start of the structure */
	uint32_t bits;	  /* of a bit field; 0: it is none */
	uint32_t count;	  /* elements of an array, or 0 */
	uint32_t element; /* of an array: which one */
	enum {
		MIR_HOP_SIGNED,
		MIR_HOP_UNSIGNED,
		MIR_HOP_POINTER,
		MIR_HOP_ENUM,
		MIR_HOP_STRUCT,
		MIR_HOP_UNION,
		MIR_HOP_ENUMERATOR, /* none: a name of the enumeration `root`, `offset` its value */
		MIR_HOP_KINDS
	} kind;		  /* of it, or of the array's elements */
	uint32_t size;	  /* bytes of such a thing */
	const char *type; /* STRUCT, UNION: its name, "" for none */
};

static inline bool mir_hop_is_structure(const struct mir_hop *h)
{
	return h->kind == MIR_HOP_STRUCT || h->kind == MIR_HOP_UNION;
}

/* Something in a kernel structure, by name. */
struct mir_member {
	const char *root; /* name of the structure at whose address the way begins */
	bool is_union;
	uint32_t size; /* bytes of it */
	const struct mir_hop *hops;
	uint32_t nhops;
};

/* What the kernel that runs a program says of a member: enum bpf_core_relo_kind,
 * include/uapi/linux/bpf.h. */
enum mir_fact {
	MIR_FACT_SIZE = 1,
	MIR_FACT_EXISTS = 2,
	MIR_FACT_LSHIFT = 4,
	MIR_FACT_RSHIFT = 5,
	MIR_FACT_ROOT_SIZE = 9, /* bytes of the structure that it is in */
	MIR_FACT_IS_NAMED = 10, /* of an enumerator: there is one of the name */
	MIR_FACT_VALUE = 11,	/* … and what it is */
};

/* A name of an enumeration, not a member of a structure. */
static inline bool mir_is_enumerator(const struct mir_member *m)
{
	return m->nhops == 1 && m->hops[0].kind == MIR_HOP_ENUMERATOR;
}

struct mir_module {
	struct arena *arena;
	const struct source_set *sources; /* may be NULL for MIR read from text */
	VEC(struct mir_func *) funcs;
	VEC(struct mir_map) maps;
	VEC(struct mir_global) globals;
	VEC(struct mir_site) sites;
	VEC(struct mir_member) members;
	struct symmap site_index; /* kind, place and message to number */
	struct symmap member_index; /* its text to number */
};

/* ---- operations as data ---- */

enum {
	MIR_PURE = 1,
	MIR_COMMUTES = 2,
	MIR_INVARIANT = 4,
	MIR_READS = 8,
	MIR_WRITES = 16,
	MIR_ENDS = 32,
	MIR_EXPANDS = 64,
};

struct mir_op_info {
	const char *name, *operands;
	enum {
		MIR_RESULT_NONE,
		MIR_RESULT_BOOL,
		MIR_RESULT_I64,
		MIR_RESULT_SAME,
		MIR_RESULT_ANY,
	} result;
	uint32_t flags;
	const char *help;
};

extern const struct mir_op_info mir_ops[MIR_OPS];

/* Flags of an instruction: those of its operation, refined by the helper it calls and by the space
 * that a load reads (MIR_SPACE_CONST and MIR_SPACE_CTX are invariant). */
uint32_t mir_flags(const struct mir_func *f, const struct mir_inst *i);

/* ---- types ---- */

#define MIR_T(k) ((struct mir_type){.kind = MIR_##k})
/* A number of 1, 2, 4 or 8 bytes. */
static inline struct mir_type mir_int(uint32_t bytes)
{
	return bytes == 1   ? MIR_T(I8)
	       : bytes == 2 ? MIR_T(I16)
	       : bytes == 4 ? MIR_T(I32)
			    : MIR_T(I64);
}
static inline struct mir_type mir_ptr(enum mir_space space, uint32_t size)
{
	return (struct mir_type){.kind = MIR_PTR, .space = (uint8_t)space, .size = size};
}
static inline bool mir_type_eq(struct mir_type a, struct mir_type b)
{
	return a.kind == b.kind && a.space == b.space && a.nullable == b.nullable &&
	       a.size == b.size;
}
/* 1, 8, 16, 32, 64 bits; 64 for pointers. */
unsigned mir_type_bits(struct mir_type t);

/* The instruction calls the function `ref` of the module. */
static inline bool mir_calls(const struct mir_inst *i)
{
	return i->op == MIR_OP_CALL || i->op == MIR_OP_RUN;
}

/* ---- building ---- */

struct mir_module *mir_module_new(struct arena *a, const struct source_set *sources);
/* A function with an empty entry block (number 1). Name and section are not copied. */
struct mir_func *mir_func_new(struct mir_module *m, const char *name, const char *section);
mir_block mir_block_new(struct mir_func *f);
uint32_t mir_map_new(struct mir_module *m, struct mir_map map);
uint32_t mir_global_new(struct mir_module *m, struct mir_global g);
/* One counter per (kind, place, message): asks again, gets the same one. */
uint32_t mir_site_new(struct mir_module *m, struct mir_site s);

/* The number of a member, the same one for the same member. Nothing is copied. */
uint32_t mir_member_new(struct mir_module *m, struct mir_member member);

/* Where instructions go: the end of `block`. `at` is given to each of them. */
struct mir_builder {
	struct mir_func *func;
	mir_block block;
	struct span at;
};

/* Appends any instruction; operands are copied. Result types SAME, BOOL and I64 are filled in;
 * ANY wants `type`. Terminators record themselves in their targets' predecessors. */
mir_val mir_append(struct mir_builder *b, struct mir_inst i);
mir_val mir_const(struct mir_builder *b, struct mir_type t, int64_t v);
static inline mir_val mir_i64(struct mir_builder *b, int64_t v)
{
	return mir_const(b, MIR_T(I64), v);
}
mir_val mir_unary(struct mir_builder *b, enum mir_op op, struct mir_type t, mir_val x);
mir_val mir_binary(struct mir_builder *b, enum mir_op op, mir_val x, mir_val y);
mir_val mir_load(struct mir_builder *b, struct mir_type t, mir_val ptr, int64_t offset);
void mir_store(struct mir_builder *b, mir_val ptr, mir_val x, int64_t offset);
mir_val mir_helper(struct mir_builder *b, uint32_t helper, struct mir_type t, const mir_val *args,
		   uint32_t n);
/* A phi without operands at the head of `block`; mir_phi_add in the order of its predecessors. */
mir_val mir_phi(struct mir_func *f, mir_block block, struct mir_type t, struct span at);
void mir_phi_add(struct mir_func *f, mir_val phi, mir_val x);
void mir_jump(struct mir_builder *b, mir_block to);
void mir_branch(struct mir_builder *b, mir_val cond, mir_block then, mir_block otherwise);
void mir_guard(struct mir_builder *b, mir_val cond, uint32_t site);
void mir_ret(struct mir_builder *b, mir_val x);
/* True when the block ends in a terminator: nothing may be appended. */
bool mir_block_ended(const struct mir_func *f, mir_block b);

/* ---- reading and changing ---- */

static inline struct mir_inst *mir_inst(const struct mir_func *f, mir_val v)
{
	return &f->insts.v[v.id];
}
static inline struct mir_bb *mir_bb(const struct mir_func *f, mir_block b)
{
	return &f->blocks.v[b.id];
}
/* The terminator, or NULL. */
struct mir_inst *mir_end(const struct mir_func *f, mir_block b);
/* Every use of `from` becomes one of `to`. */
void mir_replace_uses(struct mir_func *f, mir_val from, mir_val to);
/* Lets target `which` (0 or 1) of the terminator of `b` be `to`; the caller adds phi operands. */
void mir_set_target(struct mir_func *f, mir_block b, unsigned which, mir_block to);
/* Removes the instruction from its block; a terminator leaves its targets' predecessors and phis.
 */
void mir_remove(struct mir_func *f, mir_val v);

/* ---- text ---- */

/* The module as text that mir_parse reads back to an equal module. */
void mir_print(struct buf *b, const struct mir_module *m);
void mir_print_func(struct buf *b, const struct mir_func *f);
/* Reads MIR text; on failure NULL, with a message "line:col: error: …" in *error. Never
 * crashes. */
struct mir_module *mir_parse(struct arena *a, struct sv text, const char **error);
/* NULL when the function keeps every invariant, else what is wrong and where. */
const char *mir_verify(struct arena *a, const struct mir_func *f);
const char *mir_verify_module(const struct mir_module *m);
/* What the backend takes: mir_verify_module, no operation marked X in mir.def is left (guard, fail,
 * result, *.ov and signed division), and subprograms have no more parameters and results than the
 * kernel has registers for: as after the passes `call` and `expand`. */
const char *mir_verify_legal(const struct mir_module *m);

#endif
