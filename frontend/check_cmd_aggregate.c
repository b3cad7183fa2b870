/*
 * check_cmd_aggregate.c - count, hist, sum and their like, and the timers.
 */
#include "frontend/check.h"

const struct type *check_cmd_count(struct checker *c, struct ast *n, struct ast *input)
{
	bool good = check_named(c, n);

	if (input && input->type->kind != TYPE_NOTHING && !ast_flag(n, "by"))
		good &= check_key(c, n, input);
	return good ? NULL : type_error_at(c, n);
}

/* The input is a number that is not always null. */
static bool check_number_input(struct checker *c, struct ast *n, struct ast *input)
{
	if (!input || !type_is_number(input->type)) {
		if (!input || input->type->kind != TYPE_ERROR)
			check_bad_input(c, n, input, "a number, duration or filesize");
		return false;
	}
	warn_null(c, input, commands[n->u.call.cmd].name);
	return true;
}

const struct type *check_cmd_hist(struct checker *c, struct ast *n, struct ast *input)
{
	struct ast *linear = ast_flag(n, "linear");
	const struct value *step;
	bool good = check_named(c, n) && check_number_flag(c, n, "step", 1, INT64_MAX);

	if (linear) {
		const struct value *v = check_constant(c, linear, "the range of --linear");

		if (v && (v->kind != TYPE_RANGE || !v->range.has_to || v->range.to <= v->range.from)) {
			diag_report(c->sink, DIAG_argument_type, linear->at, "hist",
				    "a range LOW..HIGH", "linear", type_name(c->arena, linear->type));
			v = NULL;
		}
		if (v && !ast_flag(n, "step")) {
			diag_report(c->sink, DIAG_missing_argument, n->u.call.name_at,
				    "hist --linear", "--step");
			v = NULL;
		}
		step = v ? ast_flag(n, "step")->value : NULL;
		if (step && step->i > 0 &&
		    ((uint64_t)v->range.to - (uint64_t)v->range.from) / (uint64_t)step->i > 4096) {
			diag_report(c->sink, DIAG_argument_range, linear->at, "--linear", "hist",
				    "at most 4096 steps wide");
			v = NULL;
		}
		good &= v != NULL;
	} else if (ast_flag(n, "step")) {
		diag_report(c->sink, DIAG_missing_argument, n->u.call.name_at, "hist --step",
			    "--linear");
		good = false;
	}
	good &= check_number_input(c, n, input);
	return good ? NULL : type_error_at(c, n);
}

const struct type *check_cmd_sum(struct checker *c, struct ast *n, struct ast *input)
{
	bool good = check_named(c, n);

	good &= check_number_input(c, n, input);
	return good ? NULL : type_error_at(c, n);
}

const struct type *check_cmd_min(struct checker *c, struct ast *n, struct ast *input)
{
	return check_cmd_sum(c, n, input);
}

const struct type *check_cmd_max(struct checker *c, struct ast *n, struct ast *input)
{
	return check_cmd_sum(c, n, input);
}

const struct type *check_cmd_avg(struct checker *c, struct ast *n, struct ast *input)
{
	return check_cmd_sum(c, n, input);
}

const struct type *check_cmd_stats(struct checker *c, struct ast *n, struct ast *input)
{
	return check_cmd_sum(c, n, input);
}

const struct type *check_cmd_start_timer(struct checker *c, struct ast *n, struct ast *input)
{
	(void)input;
	return check_named(c, n) ? NULL : type_error_at(c, n);
}

const struct type *check_cmd_stop_timer(struct checker *c, struct ast *n, struct ast *input)
{
	return check_cmd_start_timer(c, n, input);
}
