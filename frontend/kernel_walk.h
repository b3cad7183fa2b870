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
	struct mir_member member;
};

/* The type of values of a BTF type: NULL when there is none. Embedded structures are addresses. */
const struct type *kernel_type(struct unit *u, uint32_t btf_id);
/* The address of the structure of this name, or NULL: there is none, or BTF cannot be read. */
const struct type *kernel_struct(struct unit *u, const char *name);
/* Walks from the structure at an address of type `base`; `n` members are left of the path. */
struct walk kernel_walk(struct unit *u, const struct type *base, const struct path_member *m,
			uint32_t n);
/* Offers the names of the structure's members, those of anonymous ones in it too. */
void kernel_nearest(const struct unit *u, const struct type *base, struct nearest *near);
/* ---- kernel_args.c ---- */

/* The types of the traced function's or tracepoint's arguments can be found. */
bool kernel_args_known(struct unit *u, const struct program *p);
/* The argument of this name, or with an empty one that of this number; false when there is none.
 * Its type is NULL when the language has none. */
bool kernel_arg(struct unit *u, const struct program *p, struct sv name, uint32_t number,
		struct ctx_field *out);
/* What the function gives; false when that is nothing. */
bool kernel_retval(struct unit *u, const struct program *p, struct ctx_field *out);
/* Offers the names of the arguments. */
void kernel_args_nearest(struct unit *u, const struct program *p, struct nearest *near);

/* The address of a structure of the kernel, through which paths lead. */
static inline bool is_kernel_struct(const struct type *t)
{
	return t->kind == TYPE_PTR && t->elem && t->elem->kind == TYPE_STRUCT;
}

#endif
