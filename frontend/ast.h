/*
 * ast.h - the syntax tree of a Nushell script, and the annotations that checking adds to it.
 *
 * The parser (frontend/parse.h) fills everything but the parts marked `check:`. The shape is
 * Nushell's own: a block is a list of pipelines, a pipeline a list of elements, an element an
 * expression or a command call. Nodes live in an arena and are never freed one by one.
 */
#ifndef FRONTEND_AST_H
#define FRONTEND_AST_H

#include "lang/types.h"
#include "support/source.h"

enum ast_kind {
#define AST(id, help) AST_##id,
#include "frontend/ast.def"
	AST_KINDS
};

struct ast;
typedef struct {
	struct ast **v;
	uint32_t n, cap;
} ast_list;

/* Binary operators, in lang/ops.def with their spelling and precedence. */
enum op {
#define OP(id, text, prec, ...) OP_##id,
#include "lang/ops.def"
	OP_COUNT
};

/* Assignment operators. */
enum assign_op { ASSIGN_SET, ASSIGN_ADD, ASSIGN_SUB, ASSIGN_MUL, ASSIGN_DIV, ASSIGN_APPEND };

/* One step of a cell path: `.name`, `.5`, with `?` (optional) and `!` (case-insensitive). */
struct path_member {
	struct sv name; /* decoded; for an index the digits */
	int64_t index;
	bool is_index, optional, insensitive;
	struct span at;
};

/* A parameter of a closure, def or def main. */
struct param {
	struct sv name;	      /* without dashes: "min-len" of --min-len(-m) */
	struct sv flag_short; /* "m", or empty */
	struct span at;
	struct sv type_text; /* annotation as written: "int", "list<int>", or empty */
	struct span type_at;
	const struct type *type; /* check: annotation resolved; NULL when there is none */
	struct ast *init;	 /* default value, or NULL */
	struct sv doc;		 /* the trailing comment, without "# " */
	bool is_flag, is_switch, is_optional, is_rest;
	struct symbol *sym; /* check: the variable it binds in the body */
};

/* A parameter with a type takes no null unless it may be left out. */
static inline bool param_takes_null(const struct param *p)
{
	return !p->type_text.n || sv_is(p->type_text, "any") || p->is_optional || p->is_flag ||
	       p->init;
}

/* One argument of a command call, in the order written. */
struct arg {
	struct sv flag; /* "by" of --by; empty for a positional one */
	struct span at; /* of the flag's name, or of the value */
	struct ast *value; /* NULL for a switch that is just present */
	bool is_spread;	   /* ...$list */
};

/* A field of a record literal; key NULL: a spread `...$rec` in value. */
struct record_item {
	struct ast *key; /* AST_STRING, or any expression for ($x): v */
	struct ast *value;
};

struct match_arm {
	ast_list patterns; /* alternatives of `|`; expression nodes and AST_PAT_*. Checking takes out
			    * those that cannot fit: an arm without any is not checked nor run */
	struct ast *guard; /* NULL when there is none */
	struct ast *body;
	/* check: of several alternatives: the names in guard and body, and for each alternative
	 * the symbols that it binds for them */
	struct symbol **names, **bound;
	uint32_t nnames;
};

struct ast {
	enum ast_kind kind;
	struct span at;
	bool parens;		  /* written in parentheses (only AST_SUBEXPR carries it) */
	bool bare;		  /* STRING: a bare word, without quotes */
	const struct type *type;  /* check: */
	const struct value *value; /* check: known at compile time; NULL when it is not */
	union {
		int64_t i;	     /* INT, DURATION (ns), FILESIZE (bytes), BOOL (0 or 1) */
		double f;	     /* FLOAT */
		struct sv s;	     /* STRING, BINARY (decoded bytes), BAREWORD, GARBAGE (a reason) */
		struct {	     /* INTERP: STRING nodes and expressions, in order */
			ast_list parts;
		} interp;
		struct { /* LIST: items; a spread item is AST_SPREAD */
			ast_list items;
		} list;
		struct { /* TABLE: [[a, b]; [1, 2]] */
			ast_list columns;
			ast_list rows; /* LIST nodes */
		} table;
		struct {
			struct record_item *items;
			uint32_t n;
		} record;
		struct { /* RANGE: absent ends are NULL */
			struct ast *from, *next, *to;
			bool exclusive;
		} range;
		struct {
			struct sv name; /* without the `$`; "in" for $in */
			struct symbol *sym; /* check: */
		} var;
		struct { /* PATH: base.members; base NULL for a literal cell path `$.a.b` or `a.b` argument */
			struct ast *base;
			struct path_member *members;
			uint32_t n;
		} path;
		struct {
			enum op op;
			struct ast *lhs, *rhs;
			struct span op_at;
		} bin;
		struct ast *child; /* NOT, NEG, SPREAD, RETURN (may be NULL), SUBEXPR (a BLOCK) */
		struct { /* BLOCK: body of a file, closure, def, if … */
			ast_list stmts; /* PIPELINE nodes and statements */
		} block;
		struct { /* CLOSURE */
			struct param *params;
			uint32_t nparams;
			struct ast *body; /* BLOCK */
			bool has_params;  /* {|| …} and {|a| …}, not { … } */
			bool is_condition; /* check: of a row, which may use mutable variables */
			bool returns;	  /* check: of an argument: `return` leaves it */
			bool has_effects; /* check: it does more than give a value */
			bool ignores;	  /* check: what it is given does not matter */
			uint32_t seen; /* check: of one in a variable: 1 + entries in scope there */
			const struct frame *home; /* … of one that a def is given: what it sees */
		} closure;
		struct { /* PIPELINE: elements in order; one element stands alone without a PIPELINE */
			ast_list elems;
			struct symbol **inputs; /* check: by element, what $in is there; [0] NULL */
		} pipe;
		struct { /* CALL: a command with its arguments */
			struct sv name; /* full: "str length", "ebpf attach", "sleep" */
			struct span name_at;
			struct arg *args;
			uint32_t nargs;
			uint32_t cmd; /* enum cmd of lang/commands.def, or CMD_NONE: a def or unknown */
			bool external;	  /* ^name */
			bool c_style;	  /* count(), emit($x) */
			bool is_mapped;	  /* check: an `each` that the script has not written */
			struct def *def;       /* check: */
			struct ast **def_args; /* check: by def->params; NULL: the symbol has a value */
		} call;
		struct {
			struct ast *cond, *then, *otherwise; /* otherwise: BLOCK, IF or NULL */
		} if_;
		struct {
			struct ast *subject;
			struct match_arm *arms;
			uint32_t narms;
			bool total; /* check: some arm fits whatever the subject is */
			bool known; /* check: … and here it is known which: `taken`, or none */
			struct ast *taken; /* check: the body of that arm */
		} match;
		struct { /* FOR */
			struct sv var;
			struct span var_at;
			struct sv type_text;
			struct ast *in, *body;
			struct symbol *sym; /* check: */
		} for_;
		struct { /* WHILE (cond), LOOP (cond NULL) */
			struct ast *cond, *body;
		} loop;
		struct { /* TRY */
			struct ast *body, *handler; /* handler: BLOCK or CLOSURE with one parameter, or NULL */
			struct ast *finally;	    /* BLOCK or CLOSURE, or NULL */
			/* check: the error in the handler: as $in, and as its parameter or NULL */
			struct symbol *caught, *named;
		} try_;
		struct { /* LET, MUT, CONST */
			struct sv name;
			struct span name_at;
			struct sv type_text;
			struct span type_at;
			struct ast *init;
			struct sv doc;
			bool exported;
			struct symbol *sym; /* check: */
		} let;
		struct { /* ASSIGN: lhs is VAR, or PATH on one */
			enum assign_op op;
			struct ast *lhs, *rhs;
			struct span op_at;
		} assign;
		struct { /* DEF: also `def main` */
			struct sv name;
			struct span name_at;
			struct param *params;
			uint32_t nparams;
			struct ast *body;
			struct sv doc; /* comment lines directly above, joined by newlines */
			bool exported, env, wrapped;
			struct sv in_type_text, out_type_text; /* `: int -> int` */
			struct span types_at;
		} def;
		struct { /* USE: module or file path, and what is imported */
			struct sv module;
			struct span module_at;
			struct sv *members; /* "*" alone for everything */
			uint32_t nmembers;
			bool exported; /* `export use` */
		} use;
		struct { /* MODULE name { … } */
			struct sv name;
			struct ast *body;
			bool exported;
		} module;
		struct { /* PAT_LIST: items; `..` or `..$rest` at rest_at (or UINT32_MAX) */
			ast_list items;
			struct sv rest_name; /* empty for plain `..` */
			struct symbol *rest;
			uint32_t rest_at;
		} pat_list;
	} u;
};

/* The whole tree as indented S-expressions, spans as line:col: what --emit=ast prints and the
 * golden cases compare. With `types` also what checking found (--emit=typed). */
void ast_print(struct buf *b, const struct source_set *sources, const struct ast *root, bool types);
/* "string", "binary operator", …: what messages call a node. */
const char *ast_kind_help(enum ast_kind kind);

#endif
