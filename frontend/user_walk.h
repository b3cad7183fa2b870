/*
 * user_walk.h - cell paths through structures of programs in user space, whose types their
 * debugging information (DWARF) has.
 *
 * They are types as those of the kernel are (kernel_walk.h), with numbers that BTF does not have;
 * where their members lie is known when compiling.
 */
#ifndef FRONTEND_USER_WALK_H
#define FRONTEND_USER_WALK_H

#include "frontend/kernel_walk.h"

/* Numbers of types from here on to twice this are not of BTF. */
#define USER_TYPE_FIRST (UINT32_C(1) << 30)

static inline bool is_user_type(uint32_t number)
{
	return number >> 30 == 1;
}

/* The types of one compilation. Opens nothing yet. */
struct user_types *user_types_new(struct arena *a);
void user_types_close(struct user_types *t);

/* What kernel_walk, kernel_elements and kernel_nearest do, for a type of user space. */
struct walk user_walk(struct unit *u, const struct type *base, const struct path_member *m,
		      uint32_t n);
struct elements user_elements(struct unit *u, const struct type *base);
void user_nearest(const struct unit *u, const struct type *base, struct nearest *near);
/* How many enumerators an enumeration of user space has; the name of one, or NULL. */
uint32_t user_enum_count(const struct unit *u, const struct type *t);
const char *user_enum_get(const struct unit *u, const struct type *t, uint32_t n, int64_t *value);

#endif
