/*
 * lower_try.c - run-time errors, and `try` and `catch`.
 *
 * An error outside of any `try` is a guard: it counts its site and ends the event. Inside, it is a jump
 * to the block of the `catch` with the number of the failure; the site is not counted. What the
 * handler asks of the error is chosen by that number. Limits that Nushell does not have are never
 * caught.
 */
#include "frontend/lower_text.h"

#include "lang/errors.h"

static uint32_t add_failure(struct lower *l, struct failure f)
{
	struct handler *h = l->handler;

	if (l->in_each && !f.computed) { /* Nushell wraps what fails in `each` */
		f.code = "nu::shell::eval_block_with_input";
		f.text = "Eval block failed with pipeline input";
	}
	for (uint32_t i = 0; i < h->failures.n; i++) {
		const struct failure *known = &h->failures.v[i];

		if (f.text && known->text && !f.computed && !known->computed &&
		    strcmp(f.text, known->text) == 0 &&
		    strcmp(f.code ? f.code : "", known->code ? known->code : "") == 0)
			return i;
	}
	vec_push(l->arena, &h->failures, f);
	return h->failures.n - 1;
}

/* Where control goes from here with this failure. */
static mir_block announce(struct lower *l, uint32_t failure)
{
	const struct type *number = type_of(&l->unit->types, TYPE_INT);
	struct handler *h = l->handler;

	var_write(l, h->which, rt_number(number, mir_i64(&l->b, failure)));
	if (!h->block.id)
		h->block = ssa_block_new(l);
	return h->block;
}

void lower_guard(struct lower *l, mir_val cond, const char *message)
{
	const struct run_error *e = run_error_find(message);
	mir_block next, handler;

	NB_ASSERT(e);
	if (!l->handler || !e->code) {
		mir_guard(&l->b, cond, lower_site(l, MIR_SITE_ERROR, message));
		return;
	}
	handler = announce(
		l,
		add_failure(l, (struct failure){.code = e->code, .text = e->text, .at = l->b.at}));
	next = ssa_block_new(l);
	mir_branch(&l->b, cond, next, handler);
	ssa_start(l, next);
}

/* Goes to the handler, where there is one that catches it; else the event ends. */
static void raise_failure(struct lower *l, bool caught, struct failure f, const char *message)
{
	f.at = l->b.at;
	if (caught)
		mir_jump(&l->b, announce(l, add_failure(l, f)));
	else
		mir_append(&l->b, (struct mir_inst){.op = MIR_OP_FAIL,
						    .ref = lower_site(l, MIR_SITE_ERROR, message)});
	ssa_start_dead(l);
}

void lower_fail(struct lower *l, const char *message)
{
	const struct run_error *e = run_error_find(message);

	NB_ASSERT(e);
	raise_failure(l, l->handler && e->code, (struct failure){.code = e->code, .text = e->text},
		      message);
}

/* Where the handler finds the text that was computed. */
static void keep_text(struct lower *l, const struct rt *text)
{
	struct handler *h = l->handler;

	if (!h->text)
		h->text = var_new(l, text->type, h->of->u.try_.body);
	var_write(l, h->text, *text);
}

void lower_throw(struct lower *l, const char *message, const char *code, const struct rt *text)
{
	bool computed = l->handler && text && !l->in_each;

	if (computed)
		keep_text(l, text);
	raise_failure(l, l->handler != NULL,
		      (struct failure){.code = code, .text = message, .computed = computed},
		      message);
}

/* ---- the handler ---- */

static struct rt text_of(struct lower *l, const struct handler *h, const struct failure *f,
			 bool code, const struct ast *path)
{
	const char *text = code ? f->code : f->text;

	if (!code && f->computed)
		return var_read(l, h->text);
	if (!text && code)
		return rt_nothing(l);
	if (!text) {
		struct diag *d = diag_report(
			l->unit->sink, DIAG_kernel_cannot, path->at, "the message of this error",
			"Nushell puts run-time values into it");

		d->also = f->at;
		d->also_text = "raised here";
		diag_help(l->unit->sink, d, "ask for `details.code`, or test for it before");
		text = "";
	}
	return rt_text(l, type_nullable(&l->unit->types, path->type, false),
		       text_known(l, sv_cstr(text)));
}

struct rt lower_caught(struct lower *l, const struct ast *path)
{
	const struct handler *h = path->u.path.base->u.var.sym->lower;
	bool code = sv_is(path->u.path.members[path->u.path.n - 1].name, "code");
	struct join j = join_new(l, path->type, path);
	mir_val which = var_read(l, h->which).v;

	for (uint32_t i = 0; i < h->failures.n; i++) {
		mir_block yes = ssa_block_new(l), no = ssa_block_new(l);

		if (i + 1 < h->failures.n)
			mir_branch(&l->b,
				   mir_binary(&l->b, MIR_OP_EQ, which, mir_i64(&l->b, i)), yes, no);
		else
			mir_jump(&l->b, yes);
		ssa_start(l, yes);
		join_add(l, &j, rt_convert(l, text_of(l, h, &h->failures.v[i], code, path),
					   path->type));
		ssa_start(l, no);
	}
	return join_end(l, &j);
}

static void lower_handler(struct lower *l, const struct ast *n, struct handler *h, struct join *j)
{
	const struct rt *input = l->input;

	ssa_start(l, h->block);
	if (n->u.try_.caught)
		n->u.try_.caught->lower = h;
	if (n->u.try_.named)
		n->u.try_.named->lower = h;
	l->input = NULL;
	lower_branch_value(l, j, ast_handler(n));
	l->input = input;
}

struct rt lower_try(struct lower *l, const struct ast *n)
{
	const struct type *number = type_of(&l->unit->types, TYPE_INT);
	struct handler *outer = l->handler, *h = arena_new(l->arena, struct handler);
	bool comm_ready = l->comm_ready, in_each = l->in_each;
	struct join j = join_new(l, n->type, n);

	h->of = n;
	h->block = ssa_block_new(l);
	h->which = var_new(l, number, NULL);
	l->handler = h;
	l->in_each = false;
	lower_branch_value(l, &j, n->u.try_.body);
	l->handler = outer;
	l->in_each = in_each;
	l->comm_ready = comm_ready;
	lower_handler(l, n, h, &j);
	l->comm_ready = comm_ready;
	return join_end(l, &j);
}
