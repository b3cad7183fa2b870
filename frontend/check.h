/*
 * check.h - inside the checker: scopes, frames and what its files offer each other.
 */
#ifndef FRONTEND_CHECK_H
#define FRONTEND_CHECK_H

#include "frontend/fold_call.h"
#include "frontend/sema.h"

/* A closure or def body being checked. */
struct frame {
	const struct frame *up;	   /* what surrounds it */
	struct frame *caller;	   /* what was being checked when it was begun */
	struct def *def;	   /* NULL: a program's closure */
	uint32_t decl;		   /* of the def, in checker.decls */
	const struct type *result; /* join of the values returned so far; NULL: none yet */
	uint32_t base;		   /* first scope entry that belongs to it */
	uint32_t loops;		   /* loops around the current place */
	uint32_t visible_depth;	   /* of a def: entries below `base` this shallow are seen */
	uint32_t visible_before;   /* … and declared before this byte of the def's file */
	uint32_t file;
	bool is_argument;  /* a closure that a command is given: `return` leaves it with a value */
	uint32_t captures; /* … whose own entries begin here: it sees no `mut` before them */
	uint32_t seen_below, seen_base; /* of one in a variable: entries between these came later */
};

struct scope_entry {
	struct symbol *sym;
	uint32_t shadowed; /* entry that held the name before, or UINT32_MAX */
};

/* A def as declared; its instances by argument types. */
struct def_decl {
	struct ast *ast;
	struct sv name; /* as called: with its module's name in front where `use` says so */
	uint32_t depth;
	bool busy; /* an instance is being checked: reaching it again is recursion */
	VEC(struct def *) instances;
	uint32_t shadowed;  /* decl that held the name before, or UINT32_MAX */
	uint32_t imported_by; /* besides its own file, this one sees it (through `use`); 0: none */
};

struct checker {
	struct unit *u;
	struct arena *arena;
	struct diag_sink *sink;
	const struct check_options *options;
	VEC(struct scope_entry) scope;
	struct symmap names; /* name → scope entry */
	VEC(struct def_decl) decls;
	struct symmap decl_names;
	uint32_t file; /* the main one */
	uint32_t depth;
	struct frame *frame;
	struct program *program; /* whose closure is being checked, NULL outside */
	struct symbol *input;	 /* what $in is here, or NULL */
	VEC(struct symbol *) non_null; /* symbols a test has shown not to be null */
	VEC(struct sv) modules;	 /* files being read, against cycles */
	struct ast *user_space;	 /* first user-space statement, or NULL */
	struct symmap symbols;	 /* C identifiers taken */
	uint32_t nesting; /* of check_expr, at most CHECK_DEPTH_MAX */
	bool in_const;	  /* in what a `const` is set to: Nushell evaluates few commands there */
	uint32_t folding; /* commands around that are being evaluated */
	uint32_t effects; /* places so far that do more than give a value */
	uint32_t folded;  /* closures evaluated so far, at most EVAL_STEPS_MAX */
	struct widened *widened;
};

/* What mutable variables turned out to hold beyond what they are declared with: `mut l = []` and
 * `$l = [1]` further down; what maps hold that are filled further down. A file where there is more
 * of it than was known is checked again. */
struct widened {
	VEC(struct widened_variable {
		struct span at;
		const struct type *type;
	})
	variables;
	VEC(struct unit_map *) maps;
	VEC(struct widened_global *) globals;
	uint32_t round;
	bool more;	 /* something was learned that what was checked before it needs */
	bool unresolved; /* a value was asked for of which nothing was known */
	bool stuck;	 /* … and nothing will be */
};

enum { CHECK_DEPTH_MAX = 1000, EVAL_STEPS_MAX = 20000 };

/* ---- check_scope.c ---- */
/* The file of the code being checked: that of the def whose body it is, else the main one. */
uint32_t scope_file(const struct checker *c);
uint32_t scope_push(struct checker *c);
void scope_pop(struct checker *c, uint32_t mark);
struct symbol *scope_add(struct checker *c, enum symbol_kind kind, struct sv name, struct span at,
			 const struct type *type);
/* The symbol a name means here, or NULL. *hidden is set when there is one that Nushell would not
 * let this place capture. */
struct symbol *scope_find(struct checker *c, struct sv name, struct symbol **hidden);
void scope_nearest(struct checker *c, struct nearest *near);
/* A C identifier made from a name, not used before in this unit. */
const char *unique_symbol(struct checker *c, struct sv name);

/* ---- check_target.c ---- */
/* Fills what the target says; false when it was wrong and reported. */
bool check_target(struct checker *c, struct program *p, struct sv spec, struct span at);

/* ---- check_expr.c ---- */
/* The type of an expression, also in n->type; never NULL. */
const struct type *check_expr(struct checker *c, struct ast *n);
/* As check_expr, and reports what is not constant; NULL when it is not. `what` names it. */
const struct value *check_constant(struct checker *c, struct ast *n, const char *what);
/* Checks a condition: a bool, or a number with a warning. */
void check_condition(struct checker *c, struct ast *n);
/* `what` describes the type that is wanted. */
const struct type *type_error_at(struct checker *c, struct ast *n);
const struct type *set_type(struct ast *n, const struct type *t);
const struct type *set_value(struct checker *c, struct ast *n, const struct value *v);
/* A cell path that begins with a `?` right behind `base`: false after a report where Nushell fails
 * although it has one. */
bool check_optional_base(struct checker *c, const struct ast *base, const struct path_member *m);
/* Warns when a value that may be null feeds an operation that fails on null. */
void warn_null(struct checker *c, const struct ast *n, const char *op);
/* The literal text of a constant string argument, "" when absent. */
struct sv constant_string(struct checker *c, struct ast *n, const char *what);

/* ---- check_annotation.c ---- */
/* int, list<string>, … → type; NULL after a report. */
const struct type *check_annotation(struct checker *c, struct sv text, struct span at);
/* What is annotated so takes values of that type, null aside. */
bool check_accepts(const struct type *want, const struct type *have);

/* ---- check_collection.c ---- */
const struct type *check_list(struct checker *c, struct ast *n);
const struct type *check_table(struct checker *c, struct ast *n);
const struct type *check_record(struct checker *c, struct ast *n);
const struct type *check_range(struct checker *c, struct ast *n);

/* ---- check_op.c ---- */
const struct type *check_binary(struct checker *c, struct ast *n);

/* ---- check_stmt.c ---- */
/* Checks a block in its own scope; its value's type when `want`, else NOTHING. */
const struct type *check_block(struct checker *c, struct ast *block, bool want);
const struct type *check_stmt(struct checker *c, struct ast *n, bool want);
/* The same without a scope of its own. */
const struct type *check_stmts(struct checker *c, struct ast *block, uint32_t first, bool want);
const struct type *check_if(struct checker *c, struct ast *n, bool want);
/* The type of an `if` or `match` whose value is known; its branches have values of type `all`. Null
 * is left to run time, where what it is an error for is one, as in Nushell. */
const struct type *set_branch_value(struct checker *c, struct ast *n, const struct type *all);
/* The type of a value that is of one of two types; reports when there is none. */
const struct type *check_join(struct checker *c, struct ast *n, const struct type *x,
			      const struct type *y);
/* True when control never leaves the block at its end. */
bool diverges(const struct ast *n);
/* True when a value may be what a block leaves that ends without one: null for all but the cell path
 * that follows directly, which fails on it even with a `?`. */
bool may_be_empty(const struct ast *n);
/* Symbols that are not null when the condition is `outcome` are pushed on c->non_null. */
void narrow(struct checker *c, const struct ast *cond, bool outcome);

/* ---- check_match.c ---- */
const struct type *check_match(struct checker *c, struct ast *n, bool want);

/* ---- check_try.c ---- */
const struct type *check_try(struct checker *c, struct ast *n, bool want);
/* The error of a `catch`, when it is that variable; else NULL. It can be the base of a path, and nothing
 * else; the other two report what is asked of it and cannot be had. */
struct symbol *find_caught(struct checker *c, const struct ast *n);
const struct type *check_caught_path(struct checker *c, struct ast *n, struct symbol *caught);
const struct type *check_caught_value(struct checker *c, struct ast *n);

/* ---- check_feed.c ---- */
/* Hands $in to the first command of a block, or of the blocks of an `if`, `match` or `try`. */
void feed_input(struct checker *c, struct ast *n);

/* ---- check_call.c ---- */
/* A command with its input's type (NULL: none). */
const struct type *check_call(struct checker *c, struct ast *n, struct ast *input);
/* Every argument has its place in the signature; false after a report. Short flags become long. */
bool check_signature(struct checker *c, struct ast *n, const char *signature);
/* The flag as it is written: -x, --xyz. */
const char *check_flag_spelling(struct checker *c, struct sv flag);
const struct type *check_pipeline(struct checker *c, struct ast *n, bool want);

/* ---- check_cmd_<group>.c: NULL (the type is that of the command's row) or the result's type ---- */
#define CMD(id, ...)                                                                               \
	const struct type *check_cmd_##id(struct checker *c, struct ast *n, struct ast *input);
#include "lang/commands.def"

/* ---- check_cmd_bits.c ---- */
/* --endian is one that there is; false after a report. */
bool check_endian(struct checker *c, struct ast *n);

/* ---- check_fold.c ---- */
/* Checks the arguments, and folds the command when these and the input are constants: true when the
 * node has its type, also that of an error. Some folding functions take texts and are given those of
 * a list one by one: `each_text`. */
bool check_fold(struct checker *c, struct ast *n, struct ast *input, fold_fn *fold, bool each_text);
/* A command that has a meaning for constants alone. */
const struct type *check_constant_call(struct checker *c, struct ast *n, struct ast *input,
				       fold_fn *fold);

/* ---- check_input.c ---- */
/* Reports an input of the wrong type (NULL: none); false. */
bool check_bad_input(struct checker *c, const struct ast *n, const struct ast *input,
		     const char *expected);
/* The value can go into an event: a scalar, a string, null, a record or list of them. False after a
 * report. `is_row`: a record is its row. */
bool check_sendable(struct checker *c, struct ast *n, struct ast *value, bool is_row);
/* What can be a map's key: the same without lists and without null alone. */
bool check_key(struct checker *c, struct ast *n, struct ast *key);
/* The value of a flag, when it is given, is a constant from low to high. */
bool check_number_flag(struct checker *c, struct ast *n, const char *flag, int64_t low,
		       int64_t high);
/* The name, --by and --max-entries that aggregates and timers share. */
bool check_named(struct checker *c, struct ast *n);

/* ---- check_type.c ---- */
/* A type as `map-define --value-type` has it: Nushell's, or one with sizes; NULL after a report. */
const struct type *check_type_text(struct checker *c, struct sv text, struct span at);

/* ---- check_cmd_global.c ---- */
/* The shared variables that this round of checking has met become state of the file. */
void take_globals(struct checker *c);

/* ---- check_map.c ---- */
/* The map that the call names, of which the command with that letter of lang/map_kinds.def is used;
 * NULL after a report. `otherwise` is its kind when none is named anywhere. */
struct unit_map *check_map(struct checker *c, struct ast *n, char letter, enum map_kind otherwise);
/* A declaration of its kind, in a round of checking. False after a report. */
bool check_map_kind(struct checker *c, struct unit_map *m, struct ast *name);
/* The map holds keys or values of this type besides others: false after a report. */
bool check_map_key(struct checker *c, struct ast *n, struct unit_map *m, struct ast *key);
bool check_map_value(struct checker *c, struct ast *n, struct unit_map *m, struct ast *value);
/* What the map holds, null where it has nothing; an error, reported when it is the last round,
 * where that is not known. */
const struct type *check_map_read(struct checker *c, struct ast *n, struct unit_map *m);
/* An error: of `name` no use says the type, which another round may find. In the last it is
 * reported. */
const struct type *check_unresolved(struct checker *c, struct ast *n, const char *what,
				    struct sv name, const char *help);

/* ---- check_closure.c ---- */
/* Positional argument `at`, a closure; a `condition` becomes one. NULL after a report. */
struct ast *check_closure_argument(struct checker *c, struct ast *n, uint32_t at, bool condition);
/* Where the argument is a variable with a closure it becomes a copy of that. */
void check_closure_variable(struct checker *c, struct ast *n);
/* The argument of a def is a closure, or a variable that holds one: that closure, which sees what
 * it sees there wherever the def runs it. NULL: it is none. */
struct ast *check_given_closure(struct checker *c, struct ast *arg);
/* Declares `let NAME = {…}`, or one of another variable with a closure; false when it is neither. */
bool check_closure_let(struct checker *c, struct ast *n);

/* ---- check_range_let.c ---- */
/* `let x = RANGE` with checked ends that are computed: its symbol is added. False: it is another let. */
bool check_range_let(struct checker *c, struct ast *n);
/* Makes the variable, a SYMBOL_RANGE, the range that it stands for; its type. */
const struct type *check_range_var(struct checker *c, struct ast *n, const struct symbol *s);
/* What the closure gives for parameters of these types and that input; also closure->type. */
const struct type *check_closure_body(struct checker *c, struct ast *n, struct ast *closure,
				      const struct type *const *given, uint32_t ngiven,
				      const struct type *in);

/* What it gives for these constants, or NULL. The closure stays unchecked: a copy of it is. */
const struct value *check_closure_value(struct checker *c, struct ast *n, struct ast *closure,
					const struct value *const *given, uint32_t ngiven,
					const struct value *in);

/* ---- check_put.c ---- */
/* The type of a value of type t with one of type `value` at the path; NULL after a report. */
const struct type *check_put_type(struct checker *c, const struct type *t,
				  const struct path_member *m, uint32_t n,
				  const struct type *value, enum put_mode mode);
/* Reports a column that the record does not have. */
void check_unknown_column(struct checker *c, const struct type *record,
			  const struct path_member *m);

/* ---- check_cmd_record.c ---- */
/* The record that comes in, or of which the list that comes in is made; NULL after a report. */
const struct type *check_record_input(struct checker *c, struct ast *n, struct ast *input,
				      bool lists);
/* The type of the call, when the input, or each element of a list, becomes one of type t. */
const struct type *check_each_type(struct checker *c, struct ast *n, const struct ast *input,
				   const struct type *t);
/* A path that is computed: a constant becomes one member; false when it is none. */
bool check_known_path(struct checker *c, struct ast *path);

/* ---- check_rename.c ---- */
/* Makes the names of a record's columns those that `rename` gives them; false after a report. */
bool check_new_names(struct checker *c, struct ast *n, struct sv *names, uint32_t nnames);

/* ---- check_value.c: what checked code is known to give ---- */
/* The value of a branch: a block, or an `if` behind `else`. NULL: not known, or it does more than
 * give one. */
const struct value *branch_value(struct arena *a, const struct ast *n);
/* The value of the body of a closure or def, which `return` may leave; NULL: not known. */
const struct value *block_value(struct arena *a, const struct ast *body);

/* ---- check_eval.c: commands on constants ---- */
/* The command, not checked yet, with its input is a constant; NULL when it is none. */
const struct value *eval_call(struct checker *c, struct ast *n, const struct ast *input);
/* The command is evaluated there where it can be. */
bool eval_has(uint32_t cmd);

/* ---- check_list.c ---- */
/* What a command gets that works on the elements of a list. */
struct list_input {
	const struct type *elem; /* NULL: it is always empty */
	uint32_t cap;
	bool never_empty;
};
/* What a list made of a range with unknown ends is taken for. */
enum { OPEN_RANGE_ELEMENTS = 16 };
/* False after a report. */
bool check_list_input(struct checker *c, struct ast *n, struct ast *input, struct list_input *out);
/* Lists of this file may get more room than their types say: variables that assignments make
 * longer. */
bool check_lists_grow(const struct checker *c);
/* The type of a list of at most `cap` elements; `elem` NULL: it is always empty. */
const struct type *check_list_of(struct checker *c, const struct type *elem, uint32_t cap);
/* What the closure (NULL: it was reported) gives for an element; NULL when it never runs. */
const struct type *check_for_element(struct checker *c, struct ast *n, struct ast *closure,
				     const struct list_input *in);

/* ---- check_def.c ---- */
/* The variable that a parameter binds: --max-len is $max_len. */
struct sv param_variable(struct checker *c, const struct param *p);
/* Declares the defs of a block before its statements are checked. */
void declare_defs(struct checker *c, const struct ast *block, struct sv prefix, bool exported_only);
struct def_decl *find_def(struct checker *c, struct sv name);
const struct type *check_def_call(struct checker *c, struct ast *n, struct def_decl *d,
				  struct ast *input);
void defs_nearest(struct checker *c, struct nearest *near);
void defs_pop(struct checker *c, uint32_t mark);

/* ---- check_alias.c ---- */
/* Rewrites an older spelling in place; true when it did. `n` is an AST_CALL. */
bool rewrite_alias(struct checker *c, struct ast *n, struct ast *input);
/* `$pid` and its like without a binding of that name; true when rewritten. */
bool rewrite_variable(struct checker *c, struct ast *n);
/* The attach call that a call means, older spellings included: false when it is none. On true *spec,
 * *spec_at and *closure are set (closure NULL when it is missing). */
bool attach_call(struct checker *c, struct ast *n, struct sv *spec, struct span *spec_at,
		 struct ast **closure);

/* ---- check_stream.c ---- */
/* What the expression, or the block at its end, fails on is an error where it stands; false after a
 * report. `where` says where: "a record". */
bool check_stream_error(struct checker *c, const struct ast *n, const char *where);

/* ---- check_each.c ---- */
/* A command whose input is a list that it works on element by element becomes an `each`, and one
 * that names columns an `update` of them; false when it is neither. */
bool rewrite_each(struct checker *c, struct ast *n, struct ast *input);

/* ---- check_module.c ---- */
void check_use(struct checker *c, struct ast *n);

/* ---- check_program.c ---- */
/* Declares the program of an attach call and checks its closure. */
void check_program(struct checker *c, struct ast *call, struct sv spec, struct span spec_at,
		   struct ast *closure);
/* What a program's closure gives is a verdict of its family, or nothing; names become numbers.
 * Reports what is none. */
void check_verdict(struct checker *c, struct ast *n);
/* A persistent `mut`: true when it was one and is declared. `program` or UINT32_MAX. */
void check_state(struct checker *c, struct ast *n, uint32_t program);

/* ---- ast_clone.c ---- */
struct ast *ast_clone(struct arena *a, const struct ast *n);
/* A node without anything in it. */
struct ast *ast_new(struct arena *a, enum ast_kind kind, struct span at);

/* ---- check_kernel.c ---- */

/* Members `from` on of the path, the first one in a structure of the kernel at an address of type
 * `t`; `ends`: the path may have ended in null before. */
const struct type *check_kernel_path(struct checker *c, struct ast *n, const struct type *t,
				     uint32_t from, bool ends);
/* Report: what has no type that the language has, or because the kernel's types cannot be read; an
 * argument that is not there. The type of an error. */
const struct type *check_kernel_untyped(struct checker *c, struct ast *n,
					const struct path_member *m);
const struct type *check_unknown_arg(struct checker *c, struct ast *n, const struct path_member *m);
/* `get` of a number known at run time, from the address of numbers or addresses. */
const struct type *check_kernel_element(struct checker *c, struct ast *n, struct ast *input);
/* The kernel's types can be read; false after a report. */
bool check_kernel_types(struct checker *c, struct span at);

/* ---- check_args.c ---- */
/* `$ctx.args` becomes a record of all arguments, `$ctx.args.NAME` one of them: true where the node
 * is another one now. */
bool check_expand_args(struct checker *c, struct ast *n);

/* ---- check_enum.c ---- */
/* Where one side is a number of the kernel and the other a constant text, or a list of them, these
 * become the numbers whose names they are; false after a report. */
bool check_enumerators(struct checker *c, const struct type *number, struct ast *names);

#endif
