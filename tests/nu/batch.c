/*
 * batch.c - both sides of a batch and their comparison.
 */
#include "lang/errors.h"
#include "tests/nu/batch.h"

const char *batch_closure(struct arena *a, const char *text)
{
	struct buf b = {.arena = a};

	buf_puts(&b, "{|ctx|\n    ");
	for (; *text; text++) {
		buf_putc(&b, *text);
		if (*text == '\n')
			buf_puts(&b, "    ");
	}
	buf_puts(&b, "\n}");
	return b.p;
}

/* An error of the script's own has no code but its message. */
static bool same_error(const char *message, const char *code)
{
	const struct run_error *e = message ? run_error_find(message) : NULL;

	if (!message || !code)
		return false;
	if (!e)
		return strcmp(message, code) == 0;
	return e->code && strcmp(e->code, code) == 0;
}

/* A row of the kernel's has a line for each shape that it may have. */
static bool same_row(const char *kernel, const char *nushell)
{
	size_t n = strlen(nushell);

	for (const char *s = kernel; *s; s += strcspn(s, "\n"), s += *s == '\n') {
		if (strcspn(s, "\n") == n && memcmp(s, nushell, n) == 0)
			return true;
	}
	return false;
}

/* The event ended where the kernel has a limit that Nushell does not have: what the site says. */
static bool is_limit(const struct outcome *kernel)
{
	const struct run_error *e = kernel->error ? run_error_find(kernel->error) : NULL;

	return e && !e->code;
}

/* Up to a limit of the kernel's both give the same. */
static bool same_outcome(const struct outcome *kernel, const struct outcome *nushell)
{
	bool limited = kernel->limited;

	if (!limited && (kernel->error || nushell->error) &&
	    !same_error(kernel->error, nushell->error))
		return false;
	if (limited ? kernel->rows.n > nushell->rows.n : kernel->rows.n != nushell->rows.n)
		return false;
	if (kernel->known != nushell->known)
		return false;
	for (uint32_t i = 0; i < kernel->rows.n; i++) {
		if (!same_row(kernel->rows.v[i], nushell->rows.v[i]))
			return false;
	}
	return true;
}

void batch_evaluate(struct batch *b)
{
	for (uint32_t i = 0; i < b->closures.n; i++) {
		b->closures.v[i].kernel = arena_array(b->arena, struct outcome, b->ninputs);
		b->closures.v[i].nushell = arena_array(b->arena, struct outcome, b->ninputs);
	}
	kernel_evaluate(b, 0, b->closures.n);
	nushell_evaluate(b, 0, b->closures.n);
	for (uint32_t i = 0; i < b->closures.n; i++) {
		struct evaluated *e = &b->closures.v[i];

		for (uint32_t k = 0; k < b->ninputs && e->verdict == VERDICT_SAME; k++) {
			e->kernel[k].limited = is_limit(&e->kernel[k]);
			if (!same_outcome(&e->kernel[k], &e->nushell[k])) {
				e->verdict = VERDICT_DIFFERENT;
				e->input = k;
			}
		}
	}
}
