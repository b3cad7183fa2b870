/*
 * types.h - the types of the language: Nushell's, with the bounds the kernel needs.
 *
 * Types are interned: two equal types are one pointer, so `==` compares them.
 */
#ifndef LANG_TYPES_H
#define LANG_TYPES_H

#include "support/text.h"

enum type_kind {
	TYPE_ERROR, /* already reported; never reported again */
	TYPE_NOTHING,
	TYPE_BOOL,
	TYPE_INT,      /* signed, checked 64 bits */
	TYPE_U64,      /* kernel word: modular, unsigned */
	TYPE_DURATION, /* ns */
	TYPE_FILESIZE, /* bytes */
	TYPE_FLOAT,    /* compile time only */
	TYPE_STRING,   /* at most `cap` bytes */
	TYPE_BINARY,   /* at most `cap` bytes */
	TYPE_LIST,     /* at most `cap` elements of `elem` */
	TYPE_RECORD,
	TYPE_RANGE,
	TYPE_CLOSURE,
	TYPE_STACK,  /* calls that led somewhere: a number that stands for one stack */
	TYPE_KSYM,   /* a kernel address that user space shows as a symbol; computes as a u64 */
	TYPE_PTR,    /* an address: `space` says whose; `elem` what stands there, or NULL */
	TYPE_STRUCT, /* a structure or union of the kernel or a program, at an address: only as
			`elem` of PTR */
	TYPE_CTX,    /* $ctx itself */
	TYPE_ANY,    /* not known here: user-space code */
	TYPE_KINDS
};

enum type_space { SPACE_KERNEL, SPACE_USER, SPACE_UNKNOWN };

struct type_field {
	struct sv name;
	const struct type *type;
};

struct type {
	enum type_kind kind;
	bool nullable;	     /* null besides its kind's values (never on NOTHING) */
	enum type_space space; /* PTR */
	uint32_t cap;	     /* STRING, BINARY bytes; LIST elements */
	const struct type *elem; /* LIST, PTR */
	const struct type_field *fields; /* RECORD, in order */
	uint32_t nfields;
	/* STRING only: a fixed kernel buffer of `cap` bytes padded with NULs (comm), whose length is
	 * found by its first NUL; false: a length travels with the bytes. */
	bool padded;
	/* STRUCT: its name, "" for none, and its number in BTF (or frontend/user_walk.h); PTR
	 * without `elem`: the number of what else stands there and can be read, or 0 */
	struct sv tag;
	uint32_t btf_id;
	bool is_union;
	/* INT, U64: a number of the kernel, for which enumerators may stand; of the enumeration `tag`,
	 * `btf_id`, whose names it is shown by, or of any: 0 */
	bool is_kernel;
};

/* Owns the interned types of one compilation. */
struct type_table {
	struct arena *arena;
	VEC(const struct type *) all;
	struct symmap index;
};

/* Scalars and NOTHING, ANY, ERROR, FLOAT, RANGE, CLOSURE, CTX: not nullable. */
const struct type *type_of(struct type_table *t, enum type_kind kind);
const struct type *type_string(struct type_table *t, uint32_t cap, bool padded);
const struct type *type_binary(struct type_table *t, uint32_t cap);
const struct type *type_list(struct type_table *t, const struct type *elem, uint32_t cap);
const struct type *type_ptr(struct type_table *t, enum type_space space, const struct type *elem);
/* To what is no structure: a number, an address or an array of them, by its number in BTF. */
const struct type *type_ptr_to(struct type_table *t, enum type_space space, uint32_t btf_id);
const struct type *type_struct(struct type_table *t, struct sv tag, bool is_union, uint32_t btf_id);
/* An INT or U64 of the kernel; of no certain enumeration: tag "", 0. */
const struct type *type_kernel_number(struct type_table *t, enum type_kind kind, struct sv tag,
				      uint32_t btf_id);
/* Fields are copied. */
const struct type *type_record(struct type_table *t, const struct type_field *f, uint32_t n);
const struct type *type_nullable(struct type_table *t, const struct type *of, bool nullable);
/* The one type that holds values of both (capacities widened, null added), or NULL. */
const struct type *type_join(struct type_table *t, const struct type *a, const struct type *b);
/* As people write it: "int", "string", "record<pid: int>", "duration?" when nullable. With
 * `bounds` also capacities: "string[16]". */
void type_print(struct buf *b, const struct type *t, bool bounds);
/* type_print without bounds into the arena. */
const char *type_name(struct arena *a, const struct type *t);
/* int, u64, duration, filesize, addresses: a 64-bit number at run time. */
bool type_is_number(const struct type *t);
/* One 64-bit number at run time: a number, a stack. */
bool type_is_word(const struct type *t);
/* u64, an address: unsigned, modular arithmetic. */
bool type_is_unsigned(const struct type *t);
/* Field `name` of a record, or NULL. */
const struct type_field *type_field(const struct type *t, struct sv name);

/* A value known at compile time. */
struct value {
	enum type_kind kind;
	int64_t i; /* BOOL, INT, U64, DURATION, FILESIZE */
	double f;
	struct sv s; /* STRING, BINARY; INT: the enumerator that it is of `of` */
	const struct type *of;
	const struct value *const *items; /* LIST elements, RECORD field values */
	const struct sv *names;		  /* RECORD field names */
	uint32_t n;
	struct { /* RANGE: of ints; has_to false: open end */
		int64_t from, step, to;
		bool exclusive, has_to;
	} range;
};

#endif
