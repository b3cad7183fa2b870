/*
 * sema.h - what checking makes of a script: its programs, parameters and state, with names
 * resolved, types on every expression of kernel code, and constants known.
 *
 * After check_file without errors the lowering may rely on: every expression node inside a program
 * has `type` (never TYPE_ERROR or TYPE_ANY); a node with `value` is a compile-time constant and need
 * not be evaluated; VAR and CALL nodes are resolved; older spellings are rewritten to the current
 * ones (see below); operand types of operators are legal.
 */
#ifndef FRONTEND_SEMA_H
#define FRONTEND_SEMA_H

#include "frontend/parse.h"
#include "frontend/tracepoint.h"
#include "lang/commands.h"
#include "lang/diags.h"
#include "lang/maps.h"
#include "lang/target.h"

enum symbol_kind {
	SYMBOL_LOCAL, /* let, closure or def parameter, for, pattern binding, $in: a value */
	SYMBOL_MUT,   /* a local mut */
	SYMBOL_CONST, /* const, or let with a constant initialiser: `value` is set */
	SYMBOL_PARAM, /* parameter of def main: a load-time constant, `index` into unit.params */
	SYMBOL_STATE, /* mut that persists: `index` into unit.states */
	SYMBOL_CTX,   /* the program's context */
	SYMBOL_CAUGHT, /* the error in a `catch`: only its message and code are known */
	SYMBOL_CLOSURE, /* let with a closure: `closure` is laid out where it is used */
	SYMBOL_RANGE, /* let with a range that is computed: `range` is written where it is read */
	SYMBOL_USER,  /* user-space code: not compiled */
};

struct symbol {
	enum symbol_kind kind;
	struct sv name;
	struct span at;
	const struct type *type;
	const struct value *value; /* CONST */
	struct ast *closure;	   /* CLOSURE */
	const struct ast *range;   /* RANGE */
	uint32_t index;
	uint32_t depth; /* scope depth, for checking only */
	bool is_default;    /* a def's parameter that the call did not give */
	bool is_used;	    /* something refers to it */
	uint32_t imported_by; /* besides its own file, this one sees it (through `use`); 0: none */
	void *lower;   /* the lowering's own */
};

/* Arguments have names, of a function or tracepoint of the kernel. */
static inline bool probe_names_args(enum probe p)
{
	return probe_is_typed(p) || probes[p].args == ARGS_ENTRY || probes[p].args == ARGS_RAW;
}

/* One field of $ctx, as PATH nodes on the context resolve: path node with base VAR (SYMBOL_CTX);
 * its first member names the field, found again with ctx_find. */
enum ctx_access {
	CTX_HELPER,    /* helper, shift, bits */
	CTX_BUFFER,    /* helper, size */
	CTX_CTXHELPER, /* helper */
	CTX_RETREG,    /* register of the return value */
	CTX_FRAMES,    /* a stack; size: of user space */
	CTX_IPREG,     /* the instruction pointer */
	CTX_BEHIND,    /* 64 bits `shift` bytes behind the registers */
	CTX_LABEL,     /* a constant */
	CTX_FUNCTION,  /* a constant: the target's function */
	CTX_PLACE,     /* text `shift` bytes behind the start of what the map of places has */
	CTX_ARGREG,    /* register of argument `n` */
	CTX_SYSARG,    /* that of the caller of a system call: behind argument 0 */
	CTX_ITERARG,   /* `size` bytes at 8 * n of the context, which the verifier does not let a
			  program look at */
	CTX_USDTARG,   /* argument `n` of a USDT probe */
	CTX_RAWARG,    /* 64 bits at 8 * n of the context */
	CTX_PAYLOAD,   /* tracepoint field `payload` */
};

struct ctx_field {
	struct sv name;
	const struct type *type;
	enum ctx_access access;
	uint32_t helper, shift, bits, size, n;
	bool is_signed; /* RAWARG, ARGREG of `size` bytes; 0: all 64 bits */
	bool may_be_null; /* RAWARG, an address: the verifier wants it looked at for null */
	const struct tp_field *payload;
	uint32_t kernel;
	const char *help;
};

/* One BPF program of the file. */
struct program {
	struct target target;
	const char *symbol;  /* C identifier, unique */
	const char *label;   /* --name, else the target as written */
	const char *spec;    /* "tracepoint:syscalls/sys_enter_openat" */
	const char *section; /* ELF section */
	bool optional, streams;
	bool is_named;	     /* by --name */
	bool may_lack; /* the others can do without it: it is optional, or there are alternatives */
	const struct ast *call; /* its `ebpf attach` */
	uint32_t instead_of;	/* number of the program whose alternative it is, or UINT32_MAX */
	struct span at;	     /* of the spec */
	struct ast *closure; /* AST_CLOSURE; its body is typed */
	struct symbol *ctx;  /* what its first parameter binds; the symbol also when it has none */
	const struct tp_format *format; /* tracepoint payload, or NULL */
};

struct unit_param {
	struct param *param;
	struct symbol *sym;
	const struct value *init; /* the default */
	const char *symbol; /* C identifier in .rodata */
	uint32_t cap;	    /* STRING: bytes without the NUL */
};

/* `mut` that persists across events: leading annotated in a closure, or at file level. */
struct unit_state {
	struct symbol *sym;
	const char *symbol;   /* C identifier in .bss or .data */
	uint32_t program;     /* or UINT32_MAX: of the file */
	bool is_global;	      /* of global-define and its like, which name it */
	const struct value *init;
};

/* A map of the script's own, by its name: what map-define says and what its uses need. */
struct unit_map {
	struct sv name;
	struct span at;			   /* where it is first named */
	enum map_kind kind, otherwise;	   /* MAPKINDS: none is named; then its commands say it */
	const struct type *key, *value;	   /* NULL: not known; an array has no key type */
	uint32_t max_entries;		   /* 0: not said */
	bool has_key_type, has_value_type; /* by map-define */
	bool is_whole; /* values larger than a word are updated as one: see cmd_map_update.c */
	/* in this round of checking, see check_map.c */
	uint32_t round; /* the last one that named it */
	bool is_read;	/* something has asked for its values */
};

/* Bytes of a key of a map of kind lpm-trie: LPM_DATA_SIZE_MAX of the kernel's
 * kernel/bpf/lpm_trie.c. */
enum { MAP_PREFIX_MAX = 256 };

/* One instance of a def, by the types of its arguments and its pipeline input: its own copy of the
 * body, typed. */
struct def {
	struct ast *decl;      /* AST_DEF as written */
	const char *symbol;    /* C identifier, unique */
	struct symbol **params; /* in declaration order: positional, flags, rest */
	uint32_t nparams;
	struct symbol *input;  /* $in, or NULL when the body does not use it */
	struct ast *body;      /* the typed copy */
	bool has_effects;      /* it does more than give a value */
	const struct type *result;
	void *lower;
};

struct unit {
	struct arena *arena;
	struct diag_sink *sink;
	struct type_table types;
	const char *doc; /* comment above def main, or "" */
	struct ast *root; /* the file as it was checked, with types */
	VEC(struct program) programs;
	VEC(struct unit_param) params;
	VEC(struct unit_state) states;
	VEC(struct def *) defs;
	VEC(struct unit_map *) maps;
	uint32_t kernel; /* --kernel, or 0 */
	const char *arch; /* x86_64, aarch64 */
	bool wrapv;	  /* -fwrapv: arithmetic wraps */
	bool big_endian;  /* --target bpfeb */
	struct tracepoints *tracepoints; /* where payloads are looked up */
	struct kernel_btf *btf;		 /* where types of the kernel are */
	struct user_types *user_types;	 /* where types of programs in user space are */
	VEC(struct user_function *) user_functions; /* of user_args.c */
};

struct check_options {
	struct parse_options parse;
	struct source_set *sources; /* the sink's; modules are added to it */
	uint32_t kernel;
	const char *arch; /* NULL: this machine's */
	bool wrapv, big_endian;
	const struct sv *defines; /* -D NAME=VALUE */
	uint32_t ndefines;
	const char *const *include_dirs; /* -I */
	uint32_t ninclude_dirs;
	struct tracepoints *tracepoints;
	struct kernel_btf *btf;
	struct user_types *user_types; /* NULL: of programs in user space no types are read */
};

/* Checks file number `file` parsed as `root`; where that takes several rounds the file is parsed
 * again for each. Problems are in sink; the unit is never NULL. */
struct unit *check_file(struct arena *a, struct diag_sink *sink, uint32_t file, struct ast *root,
			const struct check_options *o);

/* ---- shared by checking and lowering ---- */

/* How something is put at a cell path: in a new place, in one that is there, in either. */
enum put_mode { PUT_INSERT, PUT_UPDATE, PUT_UPSERT };
/* That of insert, update and upsert. */
enum put_mode put_mode_of(uint32_t cmd);

/* The field of a program's context that a path begins with, for argN and arg.NAME also: how many of
 * its `n` members name it, 0 when there is none. */
uint32_t ctx_find(struct unit *u, const struct program *p, const struct path_member *m, uint32_t n,
		  struct ctx_field *out);
/* Offers every field name of the program's context to a "did you mean". */
void ctx_nearest(const struct program *p, struct nearest *near);
/* The tables for --list ctx and --list targets. */
void ctx_list(FILE *out);
void probe_list(FILE *out);
/* The arguments of `select` or `reject` are numbers of elements. */
bool call_takes_rows(const struct ast *n);
/* What `flatten` makes of a record: its columns, each one of the record, or column `inner` of the
 * record that is there; *list is the one whose elements become rows, or UINT32_MAX. Gives their
 * number. */
struct flat_column {
	struct sv name;
	uint32_t column, inner; /* inner: or UINT32_MAX */
};
uint32_t flatten_columns(struct arena *a, const struct ast *call, const struct type *record,
			 struct flat_column **columns, uint32_t *list);
/* The column that `select` makes of a path of names: `a.b`. */
struct sv path_column(struct arena *a, const struct ast *path);
/* Value of flag `--name`, or NULL; a switch that is present gives its own call node's arg with
 * value NULL, so ask ast_has_flag. Positional number n, or NULL. */
struct ast *ast_flag(const struct ast *call, const char *name);
bool ast_has_flag(const struct ast *call, const char *name);
struct ast *ast_positional(const struct ast *call, uint32_t n);
/* The block of a `try` that runs behind an error, or NULL. */
struct ast *ast_handler(const struct ast *n);
/* The expression that parentheses hold, when it stands alone in them. */
const struct ast *ast_unwrap(const struct ast *n);
/* The range as it is written, in parentheses or not; NULL when it is not. */
const struct ast *ast_range(const struct ast *n);
/* The list of items as it is written, none of them spread, in parentheses or not; NULL when it is
 * none. Patterns look at its items one by one, which may be of unlike types. */
const struct ast *ast_list_literal(const struct ast *n);
/* Capacity of `read-str` without --max-len. */
enum { READ_STR_DEFAULT = 256, READ_STR_MAX = 4096, PARAM_STRING_MAX = 63 };
/* Most elements of a list at run time. */
enum { LIST_ELEMENTS_MAX = 64 };
/* The longest text of a number: -9223372036854775808, 18446744073709551615. */
enum { DECIMAL_BYTES = 20 };
/* The longest text of a duration: "--15250wk -1day -23hr -47min -16sec -854ms -775µs -808ns". */
enum { DURATION_BYTES = 57 };
/* That of a filesize: "-999.9 GB". */
enum { FILESIZE_BYTES = 9 };

/*
 * Rewrites that checking makes in place, so that nothing after it sees an older spelling:
 *   bpf-tgid, $pid …                → PATH on a VAR of the context symbol
 *   X | bpf-emit, emit($x), emit $x → CALL emit fed by a PIPELINE: `$x | emit`
 *   bpf-emit-comm                   → PIPELINE of PATH comm and CALL emit
 *   bpf-filter-pid P                → IF `$ctx.tgid != P` { return }
 *   bpf_kprobe F {…}                → a program, as ebpf attach
 * A PIPELINE's element that is a CALL takes the element before as its input; for any other element
 * kind the input is `$in` inside it.
 */

#endif
