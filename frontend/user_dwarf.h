/*
 * user_dwarf.h - debugging information (DWARF) of binaries, and what of it is a type.
 *
 * A binary is opened when a program first asks for it and stays so to the end of the compilation: a
 * type is a place in its debugging information, which is read when a path leads there. Whatever
 * loops over records that lie behind each other counts them, for a record says itself where the
 * next one is.
 */
#ifndef FRONTEND_USER_DWARF_H
#define FRONTEND_USER_DWARF_H

#include "frontend/sema.h"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

/* Most records in a structure, functions in a file, dimensions of an array and the like. */
enum { USER_RECORDS_MAX = 65536 };

/* The opened binary, or NULL with *problem, which says what it lacks. */
Dwfl_Module *user_binary(struct unit *u, const char *path, const char **problem);
/* The number of the type that is described there, the same for the same place; 0: there are too
 * many. */
uint32_t user_type_number(struct unit *u, Dwarf_Die *die);
/* What stands at such a number. */
Dwarf_Die *user_type_die(const struct unit *u, uint32_t number);

/* The type of what is described, without typedefs, const and the like; NULL when it has none. */
Dwarf_Die *user_die_type(Dwarf_Die *die, Dwarf_Die *type);
/* A structure, union or class. */
bool user_die_is_composite(Dwarf_Die *type);
/* The structure or union; `by` is what is of its type: a typedef there names what has no name. NULL
 * when there are too many types. */
const struct type *user_composite(struct unit *u, Dwarf_Die *type, Dwarf_Die *by);
/* The type of values: its size and sign too. NULL when the language has none. */
const struct type *user_value(struct unit *u, Dwarf_Die *type, uint32_t *size, bool *is_signed);

#endif
