/* lower_path.h - cell paths: what lower_expr.c, lower_ctx.c and lower_kernel.c know of each other.
 */
#ifndef FRONTEND_LOWER_PATH_H
#define FRONTEND_LOWER_PATH_H

#include "frontend/kernel_walk.h"
#include "frontend/lowering.h"

/* ---- lower_expr.c ---- */
/* What a step goes into. A step into null is an error; with `?` the path ends in null, as at an
 * element that is not there. */
struct rt lower_path_base(struct lower *l, struct rt base, const struct path_member *m,
			  mir_val *ended);

/* ---- lower_ctx.c ---- */
/* The field of $ctx that a path of `n` members begins with; *taken: how many of them name it. */
struct rt lower_ctx_field(struct lower *l, const struct path_member *m, uint32_t n,
			  uint32_t *taken);
/* The number of 1, 2, 4 or 8 bytes at ptr + offset as 64 bits. */
mir_val lower_load_int(struct lower *l, mir_val ptr, uint32_t offset, uint32_t bytes,
		       bool is_signed);

/* ---- lower_kernel.c ---- */
/* The rest of a path, `n` members from the address of a kernel structure on; null where it has
 * ended. */
struct rt lower_kernel_path(struct lower *l, struct rt base, const struct path_member *m,
			    uint32_t n, mir_val ended);
/* What `get` takes by a number known at run time from the address of numbers or addresses. */
struct rt lower_kernel_element(struct lower *l, const struct ast *call, struct rt base);
/* The helper that reads memory of the process, or of the kernel, in the program that the code is
 * for. */
enum helper lower_reader(struct lower *l, bool user);
/* What the walk leads to from `base` bytes: a number or address; *bad: it could not be read. */
struct rt lower_kernel_number(struct lower *l, const struct type *base, mir_val from,
			      const struct elements *e, mir_val *bad);

#endif
