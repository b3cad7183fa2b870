/*
 * diag.h - diagnostics: recorded as they are found, sorted and rendered once.
 *
 * Every code stands in lang/diags.def with its severity, its text and its explanation; a call
 * names the code and gives the message's arguments.
 */
#ifndef SUPPORT_DIAG_H
#define SUPPORT_DIAG_H

#include "support/source.h"

#include <stdio.h>

enum diag_severity { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

enum diag_format { DIAG_TEXT, DIAG_SHORT, DIAG_JSON, DIAG_SARIF };

/* One row of lang/diags.def. */
struct diag_code {
	const char *id; /* "unknown-command": what -W and --explain name */
	enum diag_severity severity;
	const char *message; /* printf format: lower case, no full stop */
	const char *explain; /* a paragraph for --explain */
};

struct diag {
	uint32_t code;
	enum diag_severity severity;
	struct span at;
	const char *message;
	const char *help; /* what to write instead, or NULL */
	struct span also; /* a second place that explains, or NO_SPAN */
	const char *also_text;
	uint32_t order;
};

struct diag_sink {
	struct arena *arena;
	const struct source_set *sources;
	const struct diag_code *codes;
	uint32_t ncodes;
	VEC(struct diag) diags;
	uint32_t errors, warnings;
	bool werror;
	uint64_t off[4]; /* bit per code: -Wno-CODE */
};

enum { DIAG_MAX_SHOWN = 200 };

/* Records a diagnostic of `code`; the arguments are those of its message. Two errors at the same
 * span with the same code are one. Returns it, so that help and also can be set (never NULL). */
struct diag *diag_report(struct diag_sink *s, uint32_t code, struct span at, ...);
/* Sets `help:` (printf style). */
void diag_help(struct diag_sink *s, struct diag *d, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* What has been recorded so far: diag_rewind forgets what came after it. */
struct diag_mark {
	uint32_t n, errors, warnings;
};
struct diag_mark diag_mark(const struct diag_sink *s);
void diag_rewind(struct diag_sink *s, struct diag_mark mark);
/* An error, with -Werror or without, has been recorded since. */
bool diag_failed_since(const struct diag_sink *s, struct diag_mark mark);
/* Sorts by place and prints everything. `color` for DIAG_TEXT only. */
void diag_render(struct diag_sink *s, FILE *out, enum diag_format format, bool color);
/* -Wno-ID (off) or -WID (on): false when there is no such code. */
bool diag_set(struct diag_sink *s, struct sv id, bool on);

#endif
