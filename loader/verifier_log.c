/*
 * verifier_log.c - from the verifier's log to the line of source that it refuses.
 *
 * A log is instructions ("12: (79) r1 = *(u64 *)(r1 +8)"), their source before them ("; text", and
 * since Linux 6.10 "; text @ file:line"), notes, then what is wrong, then "processed N insns …".
 */
#include "loader/verifier_log.h"

#include <ctype.h>
#include <stdlib.h>

static struct sv next_line(struct sv *log)
{
	const char *newline = memchr(log->p, '\n', log->n);
	struct sv line = {log->p, newline ? (size_t)(newline - log->p) : log->n};

	*log = sv_from(*log, line.n + 1);
	while (line.n && isspace((unsigned char)line.p[line.n - 1]))
		line.n--;
	return line;
}

/* "12: (79) …" */
static bool is_insn(struct sv line, uint32_t *number)
{
	uint64_t n = 0;
	size_t i = 0;

	while (i < line.n && i < 9 && isdigit((unsigned char)line.p[i]))
		n = n * 10 + (uint64_t)(line.p[i++] - '0');
	if (!i || !sv_starts(sv_from(line, i), SV(": (")))
		return false;
	*number = (uint32_t)n;
	return true;
}

/* What the verifier says besides instructions and its verdict. */
static bool is_note(struct sv line)
{
	static const char *const notes[] = {
		"processed ",	"verification time", "stack depth", "from ",	    "func#",
		"propagating ", "last_idx ",	     "regs=",	    "mark_precise", "parent ",
		"caller:",	"callee:",	     "peak_states", "max_states",   "frame",
	};

	for (size_t i = 0; i < ARRAY_SIZE(notes); i++) {
		if (sv_starts(line, sv_cstr(notes[i])))
			return true;
	}
	/* A state at a jump: "12: R0=…" */
	for (size_t i = 0; i < line.n && isdigit((unsigned char)line.p[i]); i++) {
		if (i + 1 < line.n && line.p[i + 1] == ':')
			return true;
	}
	return false;
}

/* "; text @ file:line" */
static struct line_place read_source(struct arena *a, struct sv line)
{
	struct line_place place = {NULL, 0, 0, ""};
	struct sv text = sv_from(line, 1);
	size_t at = text.n, colon = text.n;

	while (text.n && text.p[0] == ' ')
		text = sv_from(text, 1);
	for (size_t i = 0; i + 3 <= text.n; i++) {
		if (memcmp(text.p + i, " @ ", 3) == 0)
			at = i;
	}
	if (at >= text.n)
		return place;
	for (size_t i = at; i < text.n; i++) {
		if (text.p[i] == ':')
			colon = i;
	}
	if (colon >= text.n)
		return place;
	place.text = arena_strndup(a, text.p, at);
	place.file = arena_strndup(a, text.p + at + 3, colon - at - 3);
	place.line = (uint32_t)strtoul(arena_strndup(a, text.p + colon + 1, text.n - colon - 1),
				       NULL, 10);
	return place;
}

struct verifier_verdict verifier_log_read(struct arena *a, struct sv log)
{
	struct verifier_verdict v = {.insn = UINT32_MAX};
	struct sv reason = {"", 0}, source = {"", 0};

	while (log.n) {
		struct sv line = next_line(&log);

		if (!line.n || is_insn(line, &v.insn))
			continue;
		if (line.p[0] == ';')
			source = line;
		else if (!is_note(line))
			reason = line;
	}
	v.reason = sv_dup(a, reason);
	v.at = read_source(a, source);
	return v;
}
