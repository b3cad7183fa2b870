/*
 * failure.c - recording and printing what went wrong.
 */
#include "loader/failure.h"

#include <stdlib.h>

int failure_set(struct failure *f, int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	f->message = arena_vprintf(f->arena, fmt, ap);
	va_end(ap);
	f->hint = NULL;
	f->detail = NULL;
	return code;
}

void failure_hint(struct failure *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	f->hint = arena_vprintf(f->arena, fmt, ap);
	va_end(ap);
}

void failure_print(const struct failure *f, const char *program, FILE *out)
{
	fprintf(out, "%s: %s\n", program, f->message);
	if (f->hint)
		fprintf(out, "hint: %s\n", f->hint);
	if (f->detail)
		fputs(f->detail, out);
}

const char *failure_errno(struct failure *f, int error)
{
	enum { NOT_SUPPORTED = 524 /* the kernel's ENOTSUPP, which the C library does not know */ };
	const char *text = abs(error) == NOT_SUPPORTED ? "Operation not supported by the kernel"
						       : strerror(abs(error));

	return arena_strndup(f->arena, text, strlen(text));
}
