/* simplify.h - what the rules of pass_simplify.c share. */
#ifndef MIDEND_SIMPLIFY_H
#define MIDEND_SIMPLIFY_H

#include "midend/pass_run.h"

struct simplify {
	struct mir_func *f;
	struct arena *arena;
	struct mir_forward forward;
	VEC(mir_val) made; /* constants that go to the head of the entry block */
	bool changed;
};

/* A rule changes the instruction in place (and says true) or finds the value that stands for it. */
typedef bool simplify_rule(struct simplify *s, mir_val v, mir_val *same);

/* By operation; NULL: no rule. */
extern simplify_rule *const simplify_arith[MIR_OPS];

static inline struct mir_inst *simplify_def(const struct simplify *s, mir_val v)
{
	return mir_inst(s->f, v);
}
/* The instruction that makes operand n. */
static inline struct mir_inst *simplify_arg(const struct simplify *s, mir_val v, uint32_t n)
{
	return mir_inst(s->f, mir_inst(s->f, v)->args[n]);
}
/* A constant of that type, standing at the entry. */
mir_val simplify_const(struct simplify *s, struct mir_type t, int64_t n);
/* Operand n of v is a constant: its number. */
bool simplify_is_const(const struct simplify *s, mir_val v, uint32_t n, int64_t *number);
/* v becomes `op x` or `op x, y` (y none). */
void simplify_become(struct simplify *s, mir_val v, enum mir_op op, mir_val x, mir_val y);

#endif
