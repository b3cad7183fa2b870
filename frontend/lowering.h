/*
 * lowering.h - inside the lowering: its state, run-time values, and what its files offer each
 * other.
 *
 * A run-time value is a tree of MIR scalars: a number is one i64, a bool one i1, a value that may
 * be null has an i1 besides, a record is its fields. Nothing but events, map keys and the bytes of
 * strings ever stands in memory. Where control flow joins, trees are merged leaf by leaf with phis;
 * a mutable variable is one SSA variable per leaf, built on the fly (Braun et al., CC 2013).
 *
 * Defs are laid out where they are called, or become functions of the module: see lower_def.c.
 */
#ifndef FRONTEND_LOWERING_H
#define FRONTEND_LOWERING_H

#include "frontend/lower.h"
#include "lang/helpers.h"
#include "lang/kernels.h"
#include "lang/maps.h"

/* How the bytes of a string are known. What is not fetched yet is fetched where it is needed: into
 * a ring-buffer record when all that happens is that it is sent, else into a stack slot. */
enum text_form {
	TEXT_CONST,   /* `bytes`, at compile time */
	TEXT_BUFFER,  /* at `ptr`: `len` of them, or padded with NULs to `cap` when len is none */
	TEXT_COMM,    /* bpf_get_current_comm: 16 bytes, padded, the same for the whole run */
	TEXT_PAYLOAD, /* NUL-terminated within `cap` bytes at `offset` of the context */
	TEXT_READ,    /* at address `addr`, fetched with `helper`: NUL-terminated, or `cap` bytes */
	TEXT_PARTS,   /* of `parts`, one after the other; made by text_make, or by user space */
};

struct text {
	enum text_form form;
	bool shared; /* BUFFER of a mutable variable: the next assignment overwrites it */
	uint32_t cap, offset;
	uint32_t site; /* READ: the counter of memory that could not be read */
	bool whole;    /* READ: behind `cap` bytes is something else */
	enum helper helper;
	struct sv bytes;
	mir_val ptr, len, addr;
	const struct text_parts *parts;
};

/* What is known of the place that text is written to. */
enum text_to {
	TEXT_TO_SLOT,	/* all its room is written: the text, then NULs */
	TEXT_TO_ZEROED, /* it is zero already, and equal texts must give equal bytes: a key */
	TEXT_TO_RECORD, /* what stands behind the text does not matter */
};

/* A run-time value; only what its type has is set. */
struct rt {
	const struct type *type;
	mir_val null;		   /* i1, true when null; of a nullable type */
	mir_val v;		   /* number: i64, bool: i1 */
	struct text text;	   /* STRING */
	const struct value *known; /* LIST, RANGE at compile time; of a LIST until rt_items */
	struct rt *fields;	   /* RECORD: type->nfields */
	struct rt *items;	   /* LIST: type->cap places, in order */
	mir_val *present;	   /* i1 of each place: it is taken; none: it always is */
	const struct stage *stages; /* LIST in a pipeline: what each element still goes through */
};

/* What an interpolated string is made of: a part is text or the number of a value. */
struct text_parts {
	VEC(struct wire_part) parts;
	VEC(struct rt) values;
	VEC(const struct ast *) from; /* where the values stand */
};

/* A command of a pipeline that takes elements one by one: it runs when somebody wants them, as in
 * Nushell, so that what is behind the last one wanted never runs. */
struct stage {
	const struct stage *before;
	const struct ast *call;
	uint32_t place;	 /* among those of the list, as the script has them: from 1 */
	bool was_before; /* as the script has it, before the one in front of it: see maps_stage */
	/* Commands on records: the columns put into each; append and prepend: more elements, which
	 * go through the stages behind it. */
	const struct rt *put;
};

/* Lowering takes as many rounds as rooms and types of keys need to settle, at most these. */
enum { ROUNDS = 12 };

/* Most rounds of a loop, times those of the loops around it: the verifier walks every one. */
enum { LOOP_ROUNDS_MAX = 8192, ALL_ROUNDS_MAX = 65536 };

/* What a round of lowering found out about a `while`. */
struct bound {
	const struct ast *of;
	uint32_t trips; /* rounds it runs at most */
	bool proven;	/* false: one more is an error at run time */
	bool open;	/* too much for the verifier's walk: the kernel runs it */
	bool laid_out;	/* round by round: a variable is in each only as long as it can be there */
};

/* A list or text of a variable that is made longer again and again: see lower_room.c. */
struct growth {
	bool limited;
	uint32_t base;
	uint64_t more;
};

struct room {
	const void *of;
	const struct type *type;
	VEC(struct growth)
	leaves; /* of a variable: its list or text, or those of a record, in order */
};

/* A mutable variable: one SSA variable per leaf, one stack slot per string. */
struct var {
	const void *of; /* see ssa_room */
	const struct type *type;
	uint32_t first, nleaves; /* SSA variables of the leaves */
	uint64_t rounds;	 /* of the loops around it, multiplied */
	struct around *around;	 /* those of the script */
	uint32_t open;		 /* how many of them the kernel runs */
	mir_val *slots;		 /* of the strings, in order */
	/* The list that was written last, and where: as long as it is, not as the variable may be. */
	struct rt list;
	mir_block list_at;
};

/* Where control flow meets with a value. */
struct join {
	const void *of; /* see ssa_room */
	const struct type *type;
	mir_block block;
	struct span at;
	mir_val *slots; /* of strings */
	uint32_t nleaves;
	VEC(mir_val) leaves; /* nleaves for each predecessor */
};

struct around {
	struct around *up;
	const struct ast *of;
};

struct loop {
	struct loop *up;
	mir_block next, leave; /* continue, break */
};

/* An error that a `try` catches. */
struct failure {
	const char *code, *text; /* Nushell's; NULL: none, not known */
	bool computed;		 /* the text is the handler's `text` */
	struct span at;
};

/* The `catch` around what is being lowered. */
struct handler {
	const struct ast *of; /* its `try` */
	mir_block block;      /* of an absorb: none until something can fail */
	struct var *which; /* number of the failure */
	struct var *text;  /* of `error make` with a message that is computed; NULL: none yet */
	VEC(struct failure) failures;
};

/* A map of the script: its use and name are its identity, its key is what all its uses agree on. */
struct agg {
	enum map_use use;
	struct sv name;
	const struct type *key; /* NULL: not keyed */
	const struct type
		*value; /* of what is added up or kept; NULL: not one type, or not known yet */
	const struct unit_map *decl; /* of a PLAIN one */
	struct span at;		/* first use */
	uint32_t program, max_entries, buckets;
	enum wire_kind unit;
	bool linear;
	int64_t low, high, step;
	/* of the module being made */
	bool made;
	uint32_t map; /* MIR map */
	struct wire_field layout, value_layout;
	uint32_t bucket_at, key_bytes, value_bytes;
};

struct ssa_pending {
	uint32_t var;
	mir_val phi;
};

struct ssa_block {
	bool sealed;
	mir_val *defs; /* by SSA variable */
	uint32_t ndefs;
	VEC(struct ssa_pending) pending; /* phis that sealing completes */
};

/* An address that the kernel's verifier knows to be of a structure, by its number in BTF; it may be
 * one that is looked at only behind a test for null. */
struct trust {
	mir_val v;
	uint32_t btf_id;
	bool may_be_null, is_walked; /* it was loaded from a structure, not given to the program */
	const struct around *around; /* the loops it was had in */
};

struct ssa_loop {
	mir_block head;
	mir_val counter;
};

/* A def as a function of the module: its calls give it the scalars of its arguments and of $in, and
 * a piece of their stack with the texts among them and room for those of the result. */
struct subprogram {
	const struct def *def;
	const struct program *program; /* that it is for; NULL: any may call it */
	uint32_t func;		       /* in the module */
	uint32_t text_bytes;
	const struct type **params; /* of what is given: parameters in order, $in */
	uint32_t nparams;
	const struct type *result;
	bool takes_ctx; /* as last argument */
	/* As in struct lower, of its own loops and of those of what it calls. */
	uint64_t most_rounds, most_written_rounds, jumps, loop_jumps;
};

struct lower {
	struct unit *unit;
	struct arena *arena;
	struct mir_module *m;
	struct manifest *manifest;
	struct symmap names; /* C identifiers taken */
	VEC(struct agg) aggs;
	VEC(struct room) rooms;
	VEC(struct bound) bounds;
	uint32_t round;
	bool discarded; /* by lower_def_lay_out */
	bool again;    /* a key, a room or a bound grew after it was used, or has_nuls came up */
	bool has_nuls; /* a constant text has a NUL in it, so that NULs do not end texts */
	uint32_t events_map, stamp_global; /* with has_events */
	uint32_t stacks_map;		   /* with has_stacks */
	uint32_t places_map;		   /* with has_places */
	uint32_t usdt_map;		   /* with has_usdt */
	bool has_events, has_stacks, has_places, has_usdt, reads_registers;
	VEC(uint32_t) param_globals, state_globals; /* by index in the unit */
	VEC(uint32_t) enums; /* of the manifest, in its order: their numbers in BTF */

	VEC(struct subprogram *) subprograms; /* of the module being made */
	enum call_form defs;		    /* see lower.h */
	uint32_t most_insts;		    /* of a function then; 0: any number */
	bool too_large;			    /* one has more: the module is not whole */

	/* of the program being lowered */
	struct program *program; /* see lower_caller */
	uint32_t index;
	bool asked_caller,
		asked_argument; /* what subprograms may not: see lower_range.c, lower_stack.c */

	/* of the program or subprogram being lowered: see lower_func_begin */
	struct mir_func *f;
	struct mir_builder b;
	VEC(struct ssa_block) blocks; /* by block number */
	VEC(struct mir_type) vars;    /* SSA variables */
	VEC(struct ssa_loop) loops;   /* whose bodies are code of the script */
	const struct rt *input;	      /* what $in is */
	struct loop *loop;
	struct around *around; /* loops of the script, also outside of the def or closure */
	uint64_t rounds;   /* of the loops around, multiplied */
	uint32_t open;	   /* loops around that the kernel runs */
	uint64_t most_rounds, most_written_rounds; /* that there were; those of loops of the script */
	uint64_t copies;   /* of what is laid out once for each element, multiplied */
	uint64_t jumps;	   /* conditional jumps of the longest way through the loops so far */
	struct join *exit; /* of the def being laid out; NULL: `return` ends the program */
	struct handler *handler; /* of the `try` around; NULL: an error ends the event */
	bool in_each; /* inside a closure of `each` that the handler is outside of */
	VEC(struct trust) trusts; /* addresses that the verifier knows the type of */
	mir_val comm;	   /* slot of the command name */
	bool comm_ready;   /* it is filled on every path to here */
	mir_val ctx;
};

/* ---- lower_ssa.c: blocks, variables, joins ---- */
void ssa_begin(struct lower *l);
/* Removes what cannot be reached and phis that merge nothing. */
void ssa_finish(struct lower *l);
mir_block ssa_block_new(struct lower *l);
/* Continues at a block whose predecessors are all known. */
void ssa_start(struct lower *l, mir_block b);
/* Continues at a block that will get more predecessors; ssa_seal says when they are all known. */
void ssa_start_open(struct lower *l, mir_block b);
void ssa_seal(struct lower *l, mir_block b);
bool ssa_is_sealed(const struct lower *l, mir_block b);
/* What a loop of the script changes is unknown to the verifier at `head`, except the counter. */
void ssa_loop(struct lower *l, mir_block head, mir_val counter);
/* True where control never gets: the rest of a block is not lowered. */
bool ssa_unreachable(const struct lower *l);
/* Continues where nothing leads, behind a jump away. */
void ssa_start_dead(struct lower *l);
/* A stack slot, made at the function's entry. */
mir_val ssa_slot(struct lower *l, uint32_t bytes);
struct var *var_new(struct lower *l, const struct type *type, const void *of);
void var_write(struct lower *l, struct var *v, struct rt value);
struct rt var_read(struct lower *l, const struct var *v);
/* A value of `type` that comes from several places: join_add where each of them ends, which goes to
 * the join; join_end continues there. */
struct join join_new(struct lower *l, const struct type *type, const void *of);
/* One that puts texts into these slots, for a value of that very type. */
struct join join_into(struct lower *l, const struct type *type, const void *of, mir_val *slots);
void join_add(struct lower *l, struct join *j, struct rt value);
struct rt join_end(struct lower *l, struct join *j);
/* The same, as the scalars of the value. */
mir_val *join_leaves(struct lower *l, struct join *j);

/* ---- lower_room.c: the room of variables and joins ---- */
/* What identifies a place that keeps text (a symbol, a node; NULL: none) names it in all rounds of
 * lowering: where it proved too small it has the room that it needs. */
const struct type *ssa_room(struct lower *l, const void *of, const struct type *type);
/* The value as one of a type that ssa_room gave. Where it has no room it gets it in the next round. */
struct rt ssa_fit(struct lower *l, const void *of, const struct type *type, struct rt value);
/* The same for what a variable is assigned, which a loop may make longer in each round. */
struct rt var_fit(struct lower *l, const struct var *v, struct rt value);
/* What variables have grown by becomes room, behind a round of lowering. */
void ssa_grow_rooms(struct lower *l);
/* A list without the places at its end that are never taken, a text with the room it can need. */
struct rt rt_trimmed(struct lower *l, struct rt value);

/* ---- rtvalue.c: run-time values ---- */
struct rt rt_nothing(struct lower *l);
struct rt rt_number(const struct type *type, mir_val v);
/* The value, or null where `null` holds. */
struct rt rt_or_null(struct lower *l, struct rt r, mir_val null);
/* The column of a record, or NULL. */
struct rt *rt_column(const struct rt *record, struct sv name);
struct rt rt_bool(struct lower *l, mir_val v);
/* Of that type, or of one with more room when the text has more. */
struct rt rt_text(struct lower *l, const struct type *type, struct text t);
struct rt rt_const(struct lower *l, const struct value *v, const struct type *type);
/* The list as one of a type that is wider, where `rest` says whether the places it gets are taken. */
struct rt rt_list(struct lower *l, struct rt value, const struct type *type, mir_val rest);
/* A list that has its elements as run-time values, also of a constant list or range. */
struct rt rt_items(struct lower *l, struct rt value);
/* The value as it is sent: the elements of all lists in it as run-time values, texts in them made. */
struct rt rt_spread(struct lower *l, struct rt value);
/* The same, in which equal values are made of equal parts: no list has empty places before its last
 * element. */
struct rt rt_canonical(struct lower *l, struct rt value);
/* A place of type `room` has bytes for every text of a value of type `value`. */
bool rt_fits(const struct type *room, const struct type *value);
/* The record with the types that its fields have. */
struct rt rt_record(struct lower *l, struct rt value);
/* The value as one of a wider type (null added, capacity grown), or of a narrower one that a test
 * has shown it to be. */
struct rt rt_convert(struct lower *l, struct rt value, const struct type *type);
/* A value whose bytes are all zero; null where it may be. */
struct rt rt_zero(struct lower *l, const struct type *type);
/* What a value of a type is made of: the types of its scalars, the capacities of its strings. */
struct leaf_types {
	VEC(struct mir_type) v;
	VEC(uint32_t) caps;
};
void rt_leaf_types(struct lower *l, const struct type *type, struct leaf_types *out);
/* Writes the scalars of a value to *leaf and its strings to the slots, and moves both on. */
void rt_take_apart(struct lower *l, const struct rt *value, mir_val **slot, mir_val **leaf);
/* The value whose scalars and slots these are; `shared` says that its strings are a variable's. */
struct rt rt_put_together(struct lower *l, const struct type *type, mir_val **slot, mir_val **leaf,
			  bool shared);
/* The value independent of what runs later: text fetched, mutable buffers copied. */
struct rt rt_settle(struct lower *l, struct rt value);
/* True when nothing of it is in memory that later code may change or has still to be fetched. */
bool rt_is_settled(const struct rt *value);
/* i1: the value is null; none when its type says that it never is. */
mir_val rt_null(struct lower *l, const struct rt *value);
/* Ends the event when the value is null, with the message; gives it with its non-null type. */
struct rt rt_want(struct lower *l, struct rt value, const char *message);
/* An address that the verifier may know as one, as a number to compute with: it refuses to add to
 * addresses what has no bounds, and forgets what it knows of one that is negated. */
mir_val rt_plain_address(struct lower *l, mir_val at);
/* The number of a value, as rt_want with the message: the input of a command has null_number. */
mir_val rt_want_number(struct lower *l, struct rt value, const char *message);
/* The number of a value, 0 where it is null. */
struct rt rt_or_zero(struct lower *l, struct rt value);
extern const char null_number[], null_text[], null_binary[], null_list[], null_condition[];
/* The message for an operand of the operator. */
const char *null_operand(enum op op);

/* ---- lower.c ---- */
/* Starts a function; what was there before is kept and comes back with lower_func_end. */
struct lower_func;
struct lower_func *lower_func_begin(struct lower *l, struct mir_func *f, struct span at);
void lower_func_end(struct lower *l, struct lower_func *outer);
/* The program that the code is for. A subprogram that asks is for this one only. */
const struct program *lower_caller(struct lower *l);
/* It may sleep (probe_may_sleep). Asks for the program only where there is such a one. */
bool lower_may_sleep(struct lower *l);
/* A counter for a run-time error here. */
uint32_t lower_site(struct lower *l, enum mir_site_kind kind, const char *message);
/* Adds one to the counter of the site. */
void lower_count_site(struct lower *l, uint32_t site);
/* A known i1. */
mir_val lower_bool(struct lower *l, bool v);
/* c ? x : y */
mir_val lower_select(struct lower *l, mir_val c, mir_val x, mir_val y);
mir_val lower_not(struct lower *l, mir_val c);
/* x and y; none stands for what is always so. */
mir_val lower_both(struct lower *l, mir_val x, mir_val y);
/* v, of which the verifier knows nothing any more; *unknown is made where it is not there yet. */
mir_val lower_forget(struct lower *l, mir_val v, mir_val *unknown);
/* The pointer `offset` bytes further on. */
mir_val lower_offset(struct lower *l, mir_val ptr, uint32_t offset);
/* Zeroes what an 8-aligned pointer points to. */
void lower_zero(struct lower *l, mir_val ptr, uint32_t bytes);
/* The program's context. */
mir_val lower_ctx(struct lower *l);
/* A C identifier that nothing else in the object has. */
const char *lower_symbol(struct lower *l, const char *prefix, struct sv name);

/* ---- lower_iter.c ---- */
/* What stands before the closure of an iterator's program: it ends when there is no element, and
 * has the kernel come again with the same one when the ring buffer gets full. */
void lower_iter_begin(struct lower *l);
/* 64 bits of what the iterator is given. */
mir_val lower_iter_arg(struct lower *l, uint32_t n);

/* ---- lower_usdt.c ---- */
/* Makes the maps that libbpf wants where there is a USDT probe. */
void lower_usdt_begin(struct lower *l);
/* Argument n. */
struct rt lower_usdt_arg(struct lower *l, const struct type *type, uint32_t n);

/* ---- lower_place.c ---- */
/* The name of the place that a glob's program runs at. */
struct rt lower_place(struct lower *l, const struct ctx_field *f);

/* ---- lower_try.c: run-time errors ---- */
/* Goes on only when cond holds; the message is one of lang/errors.def. */
void lower_guard(struct lower *l, mir_val cond, const char *message);
/* The same of what never holds: nothing follows. */
void lower_fail(struct lower *l, const char *message);
/* The error of `error make`: a message that is known, or a text and what the user reads of it. */
void lower_throw(struct lower *l, const char *message, const char *code, const struct rt *text);
struct rt lower_try(struct lower *l, const struct ast *n);
/* `$e.msg` and `$e.details.code` in a `catch`. */
struct rt lower_caught(struct lower *l, const struct ast *path);

/* ---- lower_expr.c ---- */
struct rt lower_expr(struct lower *l, const struct ast *n);
/* The value of a block's last statement. */
struct rt lower_block(struct lower *l, const struct ast *block);
/* The value of an operand, which what comes after it in evaluation cannot change. */
struct rt lower_operand(struct lower *l, const struct ast *n, const struct ast *then);
/* A number that is not null; rt_want's message. */
struct rt lower_number(struct lower *l, const struct ast *n, const char *message);
struct sv ast_key(const struct ast *key);

/* ---- lower_cond.c ---- */
/* i1: the condition holds; of a number, it is not zero. rt_want's message. */
mir_val lower_truth(struct lower *l, struct rt v, const char *message);
mir_val lower_condition(struct lower *l, const struct ast *n, const char *message);
/* The value of `and` and `or`. */
struct rt lower_logic(struct lower *l, const struct ast *n);
/* Goes to one of two blocks. */
void lower_branch(struct lower *l, const struct ast *n, mir_block yes, mir_block no,
		  const char *message);
/* A branch of an `if`, arm of a `match` (NULL: none): its value goes to the join. */
void lower_branch_value(struct lower *l, struct join *j, const struct ast *body);
struct rt lower_if(struct lower *l, const struct ast *n);

/* ---- lower_match.c ---- */
struct rt lower_match(struct lower *l, const struct ast *n);

/* ---- lower_op.c ---- */
struct rt lower_binary(struct lower *l, const struct ast *n);
/* x op y of type `type`, with the checks it needs. */
struct rt lower_arithmetic(struct lower *l, enum op op, const struct type *type, mir_val x,
			   mir_val y);

/* ---- lower_compare.c ---- */
struct rt lower_compare(struct lower *l, enum op op, const struct type *type, struct rt x,
			struct rt y);
/* i1: the values are equal; null equals null only. */
mir_val lower_equal(struct lower *l, const struct rt *x, const struct rt *y);
/* i1: `x` is an element of the constant list or range. */
mir_val lower_member(struct lower *l, const struct rt *x, const struct value *of);
/* i1: x < y, or x <= y. */
mir_val lower_less(struct lower *l, const struct rt *x, const struct rt *y, bool or_equal);

/* ---- lower_stmt.c ---- */
/* A statement; its value where it is an expression. */
struct rt lower_stmt(struct lower *l, const struct ast *n);
void lower_bind(struct lower *l, struct symbol *sym, struct rt value);
struct rt lower_variable(struct lower *l, const struct ast *n);
/* State number `index` of the unit, read and written. */
struct rt lower_state(struct lower *l, uint32_t index);
void lower_state_set(struct lower *l, uint32_t index, struct rt value);
/* Ends the def or program with this value. */
void lower_end(struct lower *l, struct rt v);

/* ---- lower_kernel.c ---- */
/* The number that a name of the kernel stands for on the kernel that runs the program; one that no
 * value of the enumeration is where that has no such name. */
mir_val lower_enumerator(struct lower *l, const struct value *v);
/* The verifier knows the address to be what its type says: one that the program was given. */
void lower_trust(struct lower *l, const struct rt *address, bool may_be_null);
/* The address as the owner of a value of that kind of map, for which the verifier has to know it:
 * reported when it does not. Where it is null control goes to `none`; *tested: it may. */
mir_val lower_owner(struct lower *l, const struct map_storage *kind, const struct rt *address,
		    mir_block none, bool *tested);

/* ---- lower_list.c ---- */
struct rt lower_list(struct lower *l, const struct ast *n);
/* A list of these elements; its type follows from theirs. */
struct rt list_of(struct lower *l, const struct rt *items, const mir_val *present, uint32_t n);
/* The ints between two, upwards only or either way: as many as the two can be apart, which is
 * reported where it is too far. */
struct rt list_between(struct lower *l, mir_val from, mir_val to, bool exclusive, bool up_only);
/* A range that a command takes as a list. */
struct rt lower_range(struct lower *l, const struct ast *n);
/* The elements of both. */
struct rt list_joined(struct lower *l, struct rt x, struct rt y);
/* The elements are there only where the condition holds. */
struct rt list_where(struct lower *l, struct rt list, mir_val cond);
/* c ? x : y of values that are known already. */
struct rt lower_choose(struct lower *l, mir_val c, struct rt x, struct rt y);
/* Elements that may be missing, from which on the verifier would follow what is made of them on
 * each way that their conditions came out: it must forget that. */
enum { MANY_WAYS = 4 };
/* i64: how many elements there are. */
mir_val list_length(struct lower *l, const struct rt *list);
/* The list without empty places between its elements. */
struct rt list_compact(struct lower *l, struct rt list);
/* Element number `index`; where there is none null, or an error. */
struct rt list_element(struct lower *l, struct rt list, int64_t index, bool optional);
/* The element at place `i`, not null: a null there is the error. */
struct rt list_wanted(struct lower *l, const struct rt *list, uint32_t i, const char *error);
/* i1: the lists have equal elements. */
mir_val list_equal(struct lower *l, const struct rt *x, const struct rt *y);
/* i1: x is an element. */
mir_val list_has(struct lower *l, struct rt list, const struct rt *x);

/* ---- lower_put.c ---- */
/* The value with another one at the path, which check_put_type has allowed. */
struct rt lower_put(struct lower *l, struct rt base, const struct path_member *m, uint32_t n,
		    struct rt value, enum put_mode mode);

/* ---- lower_table.c: elements in memory ---- */
struct table {
	const struct type *elem;
	uint32_t n;
	struct leaf_types kinds;
	mir_val *leaves, *texts; /* slots: a row for each scalar and each text */
};
/* Zeroed rows for n elements. */
struct table table_new(struct lower *l, const struct type *elem, uint32_t n);
/* `at` is known, or a check has shown it to be below n. */
void table_put(struct lower *l, const struct table *t, mir_val at, struct rt value);
struct rt table_get(struct lower *l, const struct table *t, mir_val at);

/* ---- lower_closure.c ---- */
/* The value of a closure argument. */
struct rt lower_closure(struct lower *l, const struct ast *closure, const struct rt *args,
			uint32_t nargs, const struct rt *input);

/* ---- cmd_bytes.c ---- */
/* first, last, take, skip and drop of binary: so many bytes; the one at the end. */
struct rt lower_bytes_part(struct lower *l, const struct ast *call, const struct rt *in);
struct rt lower_bytes_end(struct lower *l, const struct ast *call, const struct rt *in);

/* ---- cmd_split.c ---- */
/* A list of the places where `bytes index-of --all` finds its argument. */
struct rt lower_bytes_places(struct lower *l, const struct ast *call, const struct rt *in);

/* ---- cmd_list.c ---- */
/* How many elements the first argument says, one by default; a negative number fails. */
mir_val lower_amount(struct lower *l, const struct ast *call);
/* i1: null, or a text, list, binary or record with nothing in it. */
mir_val lower_has_nothing(struct lower *l, const struct rt *in);
/* i1: `compact` passes the element on, which is not null; none: it always does. */
mir_val lower_is_some(struct lower *l, const struct ast *call, const struct rt *item);

/* ---- cmd_find.c ---- */
/* i1: `find` passes the value on. */
mir_val lower_found(struct lower *l, const struct ast *call, const struct rt *v);

/* ---- cmd_record.c ---- */
/* The record that select, insert and their like make of one, with the columns or the value of `put`;
 * NULL: there are none, or a closure gives it. */
struct rt lower_row(struct lower *l, const struct ast *call, struct rt row, const struct rt *put);

/* ---- cmd_put.c ---- */
/* What insert, update or upsert makes of a value; `put` as in lower_row. */
struct rt lower_put_value(struct lower *l, const struct ast *call, const struct rt *base,
			  const struct rt *put);

/* ---- cmd_default.c ---- */
/* The record with the columns that `default` names; NULL: the closure gives the value. */
struct rt lower_default_row(struct lower *l, const struct ast *call, struct rt row,
			    const struct rt *value);

/* ---- lower_range.c: what values a number can have ---- */
struct interval {
	int64_t low, high;
};
__extension__ typedef __int128 wide;
struct interval lower_interval(const struct lower *l, mir_val v);
/* The same, where what the code means or whether it is refused depends on it. What subprograms are given
 * and give is not known: those of which it is asked are laid out. */
struct interval lower_meant_interval(struct lower *l, mir_val v);
/* How far apart two numbers can be, UINT32_MAX at most. */
uint64_t lower_distance_max(struct lower *l, mir_val x, mir_val y);

/* ---- lower_step.c ---- */
/* A range whose second number is computed, which leads to the end or has ended the event: round i,
 * of 0 to `rounds` (exclusive where the range is), has from + i * step. */
struct stepped {
	mir_val from, step, rounds;
	mir_val up;	  /* i1 */
	mir_val to, size; /* of one that has an end: that, and the step without its sign */
	uint64_t trips;	  /* rounds at most, UINT32_MAX for any number */
};
struct stepped lower_stepped(struct lower *l, const struct ast *range);
/* i1: the number is in it. */
mir_val lower_in_stepped(struct lower *l, mir_val x, const struct ast *range);
struct rt lower_stepped_list(struct lower *l, const struct ast *range);

/* ---- lower_def.c ---- */
struct rt lower_def(struct lower *l, const struct ast *call, const struct rt *in);
/* This function of the module is laid out from the next round on; what this one says does not count. */
void lower_def_lay_out(struct lower *l, uint32_t func);

/* ---- lower_call.c ---- */
struct rt lower_pipeline(struct lower *l, const struct ast *n);
struct rt lower_call(struct lower *l, const struct ast *call, const struct rt *in);

/* ---- lower_wire.c: values in events and keys ---- */
/* What has still to get its place: 8-byte parts first, so that nothing is padded between. */
struct wire_slot {
	uint32_t *at;
	uint32_t bytes, align;
};
struct wire_plan {
	VEC(struct wire_slot) slots;
};
/* Describes a value, of which rt_spread has been made, in *w. In an event `value` is given and makes it narrow; a key's bytes follow
 * from the type alone, so that all its uses agree. */
void wire_describe(struct lower *l, struct wire_plan *plan, struct wire_field *w, struct sv name,
		   const struct type *type, const struct rt *value);
/* Gives everything its place from `start` on: the first byte behind it. */
uint32_t wire_place(const struct wire_plan *plan, uint32_t start);
/* Stores the value at ptr as the layout says. Nothing in it can fail. */
void wire_store(struct lower *l, const struct wire_field *w, const struct rt *value, mir_val ptr,
		enum text_to to);
/* The value of that type that stands at ptr, independent of what is stored there later. */
struct rt wire_load(struct lower *l, const struct wire_field *w, const struct type *type,
		    mir_val ptr);
enum wire_kind wire_kind_of(const struct type *type);

/* ---- lower_event.c ---- */
/* Sends an event whose fields are these values, already evaluated. The event's name, parts and kind
 * are set; fields and size are filled in. */
/* Makes the map of events. */
void lower_events_map(struct lower *l);
void lower_event(struct lower *l, struct manifest_event e, const struct rt *values,
		 const struct sv *names, uint32_t n);

/* Tells the loader that the user's stack of this number is new. Where there is no room it does not
 * learn of it, which costs names at most. */
void lower_stack_event(struct lower *l, mir_val number);

/* ---- lower_stack.c ---- */
/* The stack of the kernel or of user space; `type` is nullable. */
struct rt lower_stack(struct lower *l, const struct type *type, bool user);

/* ---- lower_manifest.c ---- */
void manifest_start(struct lower *l);
void manifest_finish(struct lower *l);
/* The number, from 1 on, of the manifest's enumeration with the names of the type's. */
uint32_t manifest_enum_number(struct lower *l, const struct type *type);

/* ---- cmd_bits.c ---- */
/* The call takes bytes from the highest on. */
bool lower_is_big(const struct lower *l, const struct ast *call);

/* ---- cmd_*.c: one function per command; `in` is NULL without an input ---- */
#define LOWER_CMD_KERNEL(id)                                                                       \
	struct rt lower_cmd_##id(struct lower *l, const struct ast *call, const struct rt *in);
#define LOWER_CMD_EACH(id) LOWER_CMD_KERNEL(id)
#define LOWER_CMD_CONSTANT(id)
#define LOWER_CMD_USER(id)
#define LOWER_CMD_ATTACH(id)
#define CMD(id, name, where, ...) LOWER_CMD_##where(id)
#include "lang/commands.def"

#endif
