/*
 * kernel_walk.h - cell paths through structures of the kernel: which member a name is, what type it
 * has in the language, and where it is.
 *
 * A structure is known by its address (TYPE_PTR of TYPE_STRUCT); one inside of another as well. A
 * walk goes through structures that lie in each other up to what has to be read: a number, text,
 * another address. What comes behind that address is the next walk.
 */
#ifndef FRONTEND_KERNEL_WALK_H
#define FRONTEND_KERNEL_WALK_H

#include "frontend/sema.h"
#include "midend/mir.h"

enum walk_problem {
	WALK_FINE,
	WALK_UNKNOWN,	 /* no such member */
	WALK_INDEX,	 /* an index of what is no array */
	WALK_NO_INDEX,	 /* an array without one */
	WALK_BEYOND,	 /* the array has fewer elements */
	WALK_NAMELESS,	 /* the structure has no name to find it by */
	WALK_OTHER_TYPE, /* the language has no such values */
	WALK_ELEMENTS,	 /* a name at the address of numbers or addresses */
	WALK_DECLARED,	 /* what of the structure is known is its name */
	WALK_APART,	 /* elements of an array that is named, not walked through: structures */
};

struct walk {
	enum walk_problem problem;
	uint32_t at;		   /* number of the path's member that has it */
	const struct type *parent; /* UNKNOWN: the address of what it is not in */
	const struct type *type;   /* of what the walk leads to */
	uint32_t taken;		   /* members of the path that it took */
	bool is_optional;	   /* one of them had a `?` */
	bool is_address;	   /* what it leads to lies there: nothing is to be read */
	bool is_signed;		   /* a number is */
	bool is_plain;		   /* no member: it is `offset` bytes from the base */
	uint64_t offset;
	struct mir_member
		in; /* with a root: so many structures from the base that have this member */
	uint32_t size;	    /* of a number */
	uint32_t bit, bits; /* of a plain bit field: its place in these bytes, its width; or 0 */
	struct mir_member member;
};

/* The type of values of a BTF type: NULL when there is none. Embedded structures are addresses. */
const struct type *kernel_type(struct unit *u, uint32_t btf_id);
/* The address of the structure or union (by its kind in BTF) of this name, or NULL. */
const struct type *kernel_composite(struct unit *u, struct sv name, unsigned kind);
/* The address of the structure of this name, or NULL: there is none, or BTF cannot be read. */
const struct type *kernel_struct(struct unit *u, const char *name);
/* The address is one of the structure of that name, or of one that begins with it. */
bool kernel_is_a(struct unit *u, const struct type *address, const char *name);
/* Walks from the structure at an address of type `base`; `n` members are left of the path. */
struct walk kernel_walk(struct unit *u, const struct type *base, const struct path_member *m,
			uint32_t n);
/* What stands at an address of numbers, of addresses or of an array of them; the type is NULL when
 * how far they are apart is not known. */
struct elements {
	const struct type *type;
	uint32_t size, count; /* 0: any number of them */
	bool is_signed;
	struct mir_member
		in; /* structures are as far apart as that which this is a member of: the kernel
		     * that runs the program knows; without a root that is `size` */
	bool is_address; /* they are structures of a program in user space: nothing is to be read */
};
struct elements kernel_elements(struct unit *u, const struct type *base);
/* Offers the names of the structure's members, those of anonymous ones in it too. */
void kernel_nearest(const struct unit *u, const struct type *base, struct nearest *near);
/* The verifier lets a program load the number or address that the walk leads to from an address
 * that it knows to be of the structure; *trusted: what is loaded is such an address again. */
bool kernel_can_load(const struct unit *u, const struct walk *w, const struct type *base,
		     bool *trusted);

/* ---- kernel_enum.c ---- */

/* A number that is of the enumeration. */
const struct type *kernel_enum_type(struct unit *u, enum type_kind kind, uint32_t btf_id);
/* The enumeration of this name, or that has an enumerator of it: one without a name can be asked for
 * in no other way. NULL when there is none, or BTF cannot be read. */
const struct type *kernel_enum_find(struct unit *u, enum type_kind kind, struct sv name);
/* It is known without the kernel's types, and depends on the architecture. */
bool kernel_enum_is_ours(const struct type *t);
/* How many enumerators there are; one of them, NULL for none on this architecture. */
uint32_t kernel_enum_count(const struct unit *u, const struct type *t);
const char *kernel_enum_get(const struct unit *u, const struct type *t, uint32_t n, int64_t *value);
/* The number that an enumerator is, of the enumeration of `t` or of any. */
bool kernel_enumerator(struct unit *u, const struct type *t, struct sv name, struct value *out);
/* Offers the names of enumerators: those of `t`, or all. */
void kernel_enum_nearest(const struct unit *u, const struct type *t, struct nearest *near);
/* Offers the names of all types of that BTF kind, or one of the two of enumerations. */
void kernel_types_nearest(const struct unit *u, unsigned kind, struct nearest *near);

/* ---- kernel_args.c ---- */

/* The types of the traced function's or tracepoint's arguments can be found. */
bool kernel_args_known(struct unit *u, const struct program *p);
/* The argument of this name, or with an empty one that of this number; false when there is none.
 * Its type is NULL when the language has none. */
bool kernel_arg(struct unit *u, const struct program *p, struct sv name, uint32_t number,
		struct ctx_field *out);
/* What the function gives; false when that is nothing. */
bool kernel_retval(struct unit *u, const struct program *p, struct ctx_field *out);
/* How many arguments there are, 0 when their types cannot be found; the name of one of them. */
/* Which of what an iterator is given is null when it has come to its end: the first address behind
 * its own state. */
uint32_t kernel_iter_element(struct unit *u, const struct program *p);
uint32_t kernel_args_count(struct unit *u, const struct program *p);
struct sv kernel_arg_name(struct unit *u, const struct program *p, uint32_t n);
/* Offers the names of the arguments. */
void kernel_args_nearest(struct unit *u, const struct program *p, struct nearest *near);

/* The address of a structure of the kernel, or of numbers or addresses: paths lead through. */
static inline bool is_kernel_data(const struct type *t)
{
	return t->kind == TYPE_PTR && (t->elem || t->btf_id);
}

#endif
