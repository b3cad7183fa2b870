/*
 * eval_math.c - the median of constant numbers.
 */
#include "frontend/check_eval.h"

/* The mean of the two in the middle: of ints and floats a float, of others cut off. */
static const struct value *mean(const struct eval *f, const struct value *x, const struct value *y)
{
	const struct value *sum;
	const char *error;

	if (x->kind == TYPE_INT || x->kind == TYPE_FLOAT) {
		sum = fold_binary(f->c->arena, OP_ADD, x, y, false, &error);
		return sum ? fold_binary(f->c->arena, OP_DIV, sum,
					 value_of(f->c->arena, TYPE_INT, 2), false, &error)
			   : NULL;
	}
	sum = fold_binary(f->c->arena, OP_ADD, x, y, false, &error);
	return sum ? value_of(f->c->arena, sum->kind, sum->i / 2) : NULL;
}

const struct value *eval_cmd_math_median(struct eval *f)
{
	struct values in;
	bool le;

	if (!eval_items(f, &in) || !in.v.n)
		return NULL;
	for (uint32_t i = 0; i < in.v.n; i++) {
		const struct value *v = in.v.v[i];
		uint32_t k = i;

		if (v->kind != TYPE_INT && v->kind != TYPE_FLOAT && v->kind != TYPE_DURATION &&
		    v->kind != TYPE_FILESIZE)
			return NULL;
		for (; k > 0; k--) {
			if (!eval_at_most(in.v.v[k - 1], v, &le))
				return NULL;
			if (le)
				break;
			in.v.v[k] = in.v.v[k - 1];
		}
		in.v.v[k] = v;
	}
	return in.v.n % 2 ? in.v.v[in.v.n / 2]
			  : mean(f, in.v.v[in.v.n / 2 - 1], in.v.v[in.v.n / 2]);
}
