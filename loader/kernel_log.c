/*
 * kernel_log.c - what libbpf has to say, kept until it is known whether anybody needs it.
 */
#include "loader/kernel_log.h"

#include <bpf/libbpf.h>
#include <stdio.h>

static struct {
	struct arena *arena;
	unsigned verbosity;
	VEC(const char *) warnings;
} kept;

__attribute__((format(printf, 2, 0))) static int keep(enum libbpf_print_level level,
						      const char *fmt, va_list ap)
{
	const char *text;

	if (level > LIBBPF_WARN && level > kept.verbosity)
		return 0;
	text = arena_vprintf(kept.arena, fmt, ap);
	if (kept.verbosity)
		fputs(text, stderr);
	if (level == LIBBPF_WARN)
		vec_push(kept.arena, &kept.warnings, text);
	return 0;
}

void kernel_log_open(struct arena *a, unsigned verbosity)
{
	kept.arena = a;
	kept.verbosity = verbosity;
	kernel_log_clear();
	libbpf_set_print(keep);
}

void kernel_log_clear(void)
{
	kept.warnings.v = NULL;
	kept.warnings.n = kept.warnings.cap = 0;
}

const char *kernel_log_last(void)
{
	const char *text;
	size_t n;

	if (!kept.warnings.n)
		return NULL;
	text = kept.warnings.v[kept.warnings.n - 1];
	if (strncmp(text, "libbpf: ", 8) == 0)
		text += 8;
	n = strcspn(text, "\n");
	return arena_strndup(kept.arena, text, n);
}

/* "libbpf: prog 'NAME': TEXT" cut into its name and text; the name is empty for another message. */
static struct sv program_of(const char *message, struct sv *text)
{
	static const char start[] = "libbpf: prog '";
	const char *end;

	*text = SV("");
	if (strncmp(message, start, sizeof(start) - 1) != 0)
		return SV("");
	message += sizeof(start) - 1;
	end = strstr(message, "': ");
	if (!end)
		return SV("");
	*text = (struct sv){end + 3, strcspn(end + 3, "\n")};
	return (struct sv){message, (size_t)(end - message)};
}

const char *kernel_log_program(void)
{
	struct sv text;

	for (uint32_t i = kept.warnings.n; i-- > 0;) {
		struct sv name = program_of(kept.warnings.v[i], &text);

		if (name.n)
			return sv_dup(kept.arena, name);
	}
	return NULL;
}

const char *kernel_log_about(const char *program)
{
	struct sv text;

	for (uint32_t i = 0; i < kept.warnings.n; i++) {
		if (sv_is(program_of(kept.warnings.v[i], &text), program))
			return sv_dup(kept.arena, text);
	}
	return NULL;
}

/* libbpf prints the log between two lines that it makes for bpf_object__load's callers. */
const char *kernel_log_verifier(void)
{
	static const char begin[] = "-- BEGIN PROG LOAD LOG --\n",
			  end[] = "-- END PROG LOAD LOG --";

	for (uint32_t i = kept.warnings.n; i-- > 0;) {
		const char *log = strstr(kept.warnings.v[i], begin), *stop;

		if (!log)
			continue;
		log += sizeof(begin) - 1;
		stop = strstr(log, end);
		return arena_strndup(kept.arena, log, stop ? (size_t)(stop - log) : strlen(log));
	}
	return NULL;
}
