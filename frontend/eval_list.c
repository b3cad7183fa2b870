/*
 * eval_list.c - commands on the elements of a constant list.
 */
#include "frontend/check_eval.h"

/* ---- closures ---- */

/* `each`, and `each while`, which the first null ends. */
static const struct value *each(struct eval *f, bool keep, bool null_ends)
{
	struct values in, out = {0};

	if (!eval_items(f, &in))
		return NULL;
	for (uint32_t i = 0; i < in.v.n; i++) {
		const struct value *v = eval_closure(f, 0, &in.v.v[i], 1, in.v.v[i]);

		if (!v)
			return NULL;
		if (null_ends && v->kind == TYPE_NOTHING)
			break;
		if (keep || v->kind != TYPE_NOTHING)
			eval_push(f, &out, v);
	}
	return eval_list(f, &out);
}

const struct value *eval_cmd_each(struct eval *f)
{
	return each(f, ast_has_flag(f->call, "keep-empty"), false);
}

const struct value *eval_cmd_par_each(struct eval *f)
{
	return each(f, false, false);
}

const struct value *eval_cmd_each_while(struct eval *f)
{
	return each(f, false, true);
}

const struct value *eval_cmd_where(struct eval *f)
{
	struct values in, out = {0};
	bool known;

	if (!eval_items(f, &in))
		return NULL;
	for (uint32_t i = 0; i < in.v.n; i++) {
		bool holds = eval_holds(f, 0, in.v.v[i], &known);

		if (!known)
			return NULL;
		if (holds)
			eval_push(f, &out, in.v.v[i]);
	}
	return eval_list(f, &out);
}

const struct value *eval_cmd_filter(struct eval *f)
{
	return eval_cmd_where(f);
}

/* True as soon as the predicate is `sought` for an element. */
static const struct value *quantify(struct eval *f, bool sought)
{
	struct values in;
	bool known;

	if (!eval_items(f, &in))
		return NULL;
	for (uint32_t i = 0; i < in.v.n; i++) {
		bool holds = eval_holds(f, 0, in.v.v[i], &known);

		if (!known || holds == sought)
			return known ? eval_bool(f, sought) : NULL;
	}
	return eval_bool(f, !sought);
}

const struct value *eval_cmd_any(struct eval *f)
{
	return quantify(f, true);
}

const struct value *eval_cmd_all(struct eval *f)
{
	return quantify(f, false);
}

const struct value *eval_cmd_reduce(struct eval *f)
{
	bool start = ast_has_flag(f->call, "fold");
	const struct value *so_far = start ? eval_flag(f, "fold") : NULL;
	struct values in;

	if (!eval_items(f, &in) || (start && !so_far) || (!start && !in.v.n))
		return NULL;
	if (!start)
		so_far = in.v.v[0];
	for (uint32_t i = start ? 0 : 1; so_far && i < in.v.n; i++) {
		const struct value *given[2] = {in.v.v[i], so_far};

		so_far = eval_closure(f, 0, given, 2, so_far);
	}
	return so_far;
}

/* ---- how many ---- */

const struct value *eval_cmd_length(struct eval *f)
{
	struct values in;

	if (f->in && f->in->kind == TYPE_NOTHING)
		return eval_int(f, 0);
	if (f->in && f->in->kind == TYPE_BINARY)
		return eval_int(f, (int64_t)f->in->s.n);
	if (f->in && f->in->kind == TYPE_RANGE) /* Nushell's length takes none */
		return NULL;
	return eval_items(f, &in) ? eval_int(f, in.v.n) : NULL;
}

const struct value *eval_cmd_is_empty(struct eval *f)
{
	return f->in ? eval_bool(f, value_is_empty(f->in)) : NULL;
}

const struct value *eval_cmd_is_not_empty(struct eval *f)
{
	return f->in ? eval_bool(f, !value_is_empty(f->in)) : NULL;
}

/* ---- parts ---- */

/* Elements from `from` on, at most `n`. */
static const struct value *part(const struct eval *f, const struct values *in, int64_t from,
				int64_t n)
{
	int64_t have = in->v.n;

	from = from < 0 ? 0 : from > have ? have : from;
	n = n > have - from ? have - from : n;
	return value_list(f->c->arena, in->v.v + from, (uint32_t)n);
}

/* first, last, take, skip and drop of binary; NULL: --strict, and no bytes. */
static const struct value *bytes(struct eval *f)
{
	enum cmd cmd = (enum cmd)f->call->u.call.cmd;
	bool one = (cmd == CMD_first || cmd == CMD_last) && !ast_positional(f->call, 0);
	struct sv s = f->in->s;
	int64_t n;

	if (!eval_count(f, 0, 1, &n) || (one && !s.n && ast_has_flag(f->call, "strict")))
		return NULL;
	if (one)
		return s.n ? eval_int(f, (uint8_t)s.p[cmd == CMD_first ? 0 : s.n - 1])
			   : eval_null(f);
	n = (uint64_t)n > s.n ? (int64_t)s.n : n;
	if (cmd == CMD_skip)
		s = sv_from(s, (size_t)n);
	else if (cmd == CMD_last)
		s = sv_from(s, s.n - (size_t)n);
	else
		s.n = cmd == CMD_drop ? s.n - (size_t)n : (size_t)n;
	return value_binary(f->c->arena, s);
}

static bool is_bytes(const struct eval *f)
{
	return f->in && f->in->kind == TYPE_BINARY;
}

const struct value *eval_cmd_take(struct eval *f)
{
	struct value bounded;
	struct eval some = *f;
	struct values in;
	int64_t n;

	if (is_bytes(f))
		return bytes(f);
	if (!f->in || !eval_count(f, 0, 0, &n) || n > EVAL_ELEMENTS_MAX)
		return NULL;
	if (f->in->kind == TYPE_RANGE && !f->in->range.has_to) {
		__extension__ typedef __int128 wide;
		wide to = (wide)f->in->range.from + (wide)f->in->range.step * n;

		if (to != (int64_t)to)
			return NULL;
		bounded = *f->in;
		bounded.range.has_to = bounded.range.exclusive = true;
		bounded.range.to = (int64_t)to;
		some.in = &bounded;
	}
	return eval_items(&some, &in) ? part(f, &in, 0, n) : NULL;
}

const struct value *eval_cmd_first(struct eval *f)
{
	struct values in;

	if (is_bytes(f))
		return bytes(f);
	if (ast_positional(f->call, 0))
		return eval_cmd_take(f);
	if (f->in && f->in->kind == TYPE_RANGE && range_length(f->in) > 0)
		return eval_int(f, f->in->range.from);
	if (!eval_items(f, &in) || (!in.v.n && ast_has_flag(f->call, "strict")))
		return NULL;
	return in.v.n ? in.v.v[0] : eval_null(f);
}

const struct value *eval_cmd_last(struct eval *f)
{
	struct values in;
	int64_t n;

	if (is_bytes(f))
		return bytes(f);
	if (!eval_items(f, &in) || !eval_count(f, 0, 1, &n))
		return NULL;
	if (ast_positional(f->call, 0))
		return part(f, &in, in.v.n - n, n);
	if (!in.v.n && ast_has_flag(f->call, "strict"))
		return NULL;
	return in.v.n ? in.v.v[in.v.n - 1] : eval_null(f);
}

const struct value *eval_cmd_skip(struct eval *f)
{
	struct values in;
	int64_t n;

	if (is_bytes(f))
		return bytes(f);
	if (!eval_items(f, &in) || !eval_count(f, 0, 1, &n))
		return NULL;
	return part(f, &in, n, in.v.n);
}

const struct value *eval_cmd_drop(struct eval *f)
{
	struct values in;
	int64_t n;

	if (is_bytes(f))
		return bytes(f);
	if (!eval_items(f, &in) || !eval_count(f, 0, 1, &n))
		return NULL;
	return part(f, &in, 0, n > in.v.n ? 0 : in.v.n - n);
}

/* ---- order ---- */

static const struct value *together(struct eval *f, bool behind)
{
	struct values in, more, out = {0};

	if (!eval_row(f, f->in, &in) || !eval_row(f, eval_argument(f, 0), &more))
		return NULL;
	for (uint32_t k = 0; k < 2; k++) {
		const struct values *from = behind == !k ? &in : &more;

		for (uint32_t i = 0; i < from->v.n; i++)
			eval_push(f, &out, from->v.v[i]);
	}
	return eval_list(f, &out);
}

const struct value *eval_cmd_append(struct eval *f)
{
	return together(f, true);
}

const struct value *eval_cmd_prepend(struct eval *f)
{
	return together(f, false);
}

const struct value *eval_cmd_reverse(struct eval *f)
{
	struct values in, out = {0};

	if (!eval_items(f, &in))
		return NULL;
	for (uint32_t i = in.v.n; i-- > 0;)
		eval_push(f, &out, in.v.v[i]);
	return eval_list(f, &out);
}

/* It is not null, nor empty where that matters. */
static bool is_some(const struct eval *f, const struct value *v)
{
	return v && v->kind != TYPE_NOTHING &&
	       !(ast_has_flag(f->call, "empty") && value_is_empty(v));
}

/* The element stays: it, or all its columns that are named, are there. */
static bool stays(const struct eval *f, const struct value *v, const struct values *names)
{
	if (v->kind != TYPE_RECORD || !names->v.n)
		return is_some(f, v);
	for (uint32_t i = 0; i < names->v.n; i++)
		if (!is_some(f, value_column(v, names->v.v[i]->s)))
			return false;
	return true;
}

const struct value *eval_cmd_compact(struct eval *f)
{
	struct values in, names = {0}, out = {0};

	if (!eval_items(f, &in))
		return NULL;
	for (uint32_t i = 0; ast_positional(f->call, i); i++) {
		const struct value *name = eval_argument(f, i);

		if (!name || name->kind != TYPE_STRING)
			return NULL;
		eval_push(f, &names, name);
	}
	for (uint32_t i = 0; i < in.v.n; i++)
		if (stays(f, in.v.v[i], &names))
			eval_push(f, &out, in.v.v[i]);
	return eval_list(f, &out);
}

const struct value *eval_cmd_enumerate(struct eval *f)
{
	static const struct sv names[] = {{"index", 5}, {"item", 4}};
	struct values in, out = {0};

	if (!eval_items(f, &in))
		return NULL;
	for (uint32_t i = 0; i < in.v.n; i++) {
		const struct value **row = arena_array(f->c->arena, const struct value *, 2);

		row[0] = eval_int(f, i);
		row[1] = in.v.v[i];
		eval_push(f, &out, value_record(f->c->arena, names, row, 2));
	}
	return eval_list(f, &out);
}

const struct value *eval_cmd_flatten(struct eval *f)
{
	struct values in, out = {0};

	if (!eval_items(f, &in))
		return NULL;
	for (uint32_t i = 0; i < in.v.n; i++) {
		const struct value *v = in.v.v[i];

		if (v->kind == TYPE_RECORD)
			return NULL;
		if (v->kind != TYPE_LIST)
			eval_push(f, &out, v);
		for (uint32_t k = 0; v->kind == TYPE_LIST && k < v->n; k++)
			eval_push(f, &out, v->items[k]);
	}
	return eval_list(f, &out);
}

/* ---- one number of all ---- */

static const struct value *accumulate(struct eval *f, enum op op)
{
	const struct value *so_far;
	const char *error;
	struct values in;

	if (!eval_items(f, &in) || !in.v.n)
		return NULL;
	so_far = in.v.v[0];
	for (uint32_t i = 0; i < in.v.n; i++) {
		enum type_kind k = in.v.v[i]->kind;

		if (k != TYPE_INT && k != TYPE_FLOAT &&
		    (op == OP_MUL || (k != TYPE_DURATION && k != TYPE_FILESIZE)))
			return NULL;
		if (i && so_far)
			so_far = fold_binary(f->c->arena, op, so_far, in.v.v[i], f->c->u->wrapv,
					     &error);
	}
	return so_far;
}

const struct value *eval_cmd_math_sum(struct eval *f)
{
	return accumulate(f, OP_ADD);
}

const struct value *eval_cmd_math_product(struct eval *f)
{
	return accumulate(f, OP_MUL);
}

/* The first of the least elements, or of the greatest. */
static const struct value *extreme(struct eval *f, bool least)
{
	const struct value *best = NULL;
	struct values in;
	bool stays;

	if (!eval_items(f, &in))
		return NULL;
	for (uint32_t i = 0; i < in.v.n; i++) {
		const struct value *v = in.v.v[i];

		if (best && !eval_at_most(least ? best : v, least ? v : best, &stays))
			return NULL;
		if (!best || !stays)
			best = v;
	}
	return best;
}

const struct value *eval_cmd_math_min(struct eval *f)
{
	return extreme(f, true);
}

const struct value *eval_cmd_math_max(struct eval *f)
{
	return extreme(f, false);
}
