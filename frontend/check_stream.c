/*
 * check_stream.c - errors that Nushell neither raises nor catches.
 *
 * `str join` and `bytes collect` give a stream, and what another command fails on when it reads
 * that is a value to Nushell, which fails where it is used. In a list or record it may never be,
 * and a `try` lets it out as its value: there is no such value here.
 */
#include "frontend/check.h"

/* The last command of a pipeline, NULL where it does not end with one; *before is what stands
 * before it, or NULL. */
static const struct ast *last_call(const struct ast *n, const struct ast **before)
{
	const ast_list *elems;

	n = ast_unwrap(n);
	*before = NULL;
	if (n->kind == AST_PIPELINE) {
		elems = &n->u.pipe.elems;
		*before = elems->n > 1 ? elems->v[elems->n - 2] : NULL;
		n = elems->v[elems->n - 1];
	}
	return n->kind == AST_CALL && !n->u.call.def ? n : NULL;
}

static bool may_fail(enum cmd cmd)
{
	switch (cmd) {
	case CMD_into_int:
	case CMD_into_bool:
	case CMD_into_duration:
	case CMD_into_filesize:
	case CMD_str_substring:
	case CMD_decode_hex:
	case CMD_bits_shl:
	case CMD_bits_shr:
	case CMD_bits_rol:
	case CMD_bits_ror:
		return true;
	default:
		return false;
	}
}

/* `into binary` passes a stream on. */
static bool gives_stream(const struct ast *n)
{
	const struct ast *before, *call = last_call(n, &before);

	if (!call)
		return false;
	if (call->u.call.cmd == CMD_into_binary && before)
		return gives_stream(before);
	return call->u.call.cmd == CMD_str_join || call->u.call.cmd == CMD_bytes_collect;
}

/* What the last command of the pipeline reads is a stream: elements of one pipeline stand side by
 * side. */
static bool reads_stream(const struct ast *n)
{
	const ast_list *elems;
	uint32_t at;

	n = ast_unwrap(n);
	if (n->kind != AST_PIPELINE || n->u.pipe.elems.n < 2)
		return false;
	elems = &n->u.pipe.elems;
	at = elems->n - 2;
	while (at > 0 && elems->v[at]->kind == AST_CALL &&
	       elems->v[at]->u.call.cmd == CMD_into_binary)
		at--;
	return gives_stream(elems->v[at]);
}

bool check_stream_error(struct checker *c, const struct ast *n, const char *where)
{
	const struct ast *before, *call;
	struct diag *d;
	bool good = true;

	if (n->kind == AST_BLOCK)
		return !n->u.block.stmts.n ||
		       check_stream_error(c, n->u.block.stmts.v[n->u.block.stmts.n - 1], where);
	if (n->kind == AST_IF) {
		good = check_stream_error(c, n->u.if_.then, where);
		return (!n->u.if_.otherwise || check_stream_error(c, n->u.if_.otherwise, where)) &&
		       good;
	}
	call = n->value ? NULL : last_call(n, &before);
	if (!call || !may_fail((enum cmd)call->u.call.cmd) || !reads_stream(n))
		return true;
	d = diag_report(
		c->sink, DIAG_kernel_cannot, call->at,
		arena_printf(c->arena,
			     "what may fail on what 'str join' or 'bytes collect' gives, as the "
			     "value of %s",
			     where),
		"Nushell leaves the error there as a value");
	diag_help(c->sink, d, "bind it first: `let value = (…)`");
	return false;
}
