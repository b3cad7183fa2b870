/* console.c - see console.h. */
#include "loader/console.h"
#include "loader/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static void list_formats(void)
{
	for (uint32_t f = 0; f < RENDER_FORMATS; f++)
		printf("%-12s %s\n", render_format_name((enum render_format)f),
		       render_format_help((enum render_format)f));
}

int console_set_format(struct console_format *f, const char *text, struct failure *why)
{
	int format = render_format_find(sv_cstr(text));
	const char *names = "";

	for (uint32_t i = 0; i < RENDER_FORMATS; i++)
		names = arena_printf(why->arena, "%s%s%s", names,
				     i + 1 == RENDER_FORMATS ? " or "
				     : i		     ? ", "
							     : "",
				     render_format_name((enum render_format)i));
	if (strcmp(text, "help") == 0) {
		list_formats();
		f->listed = true;
		return 0;
	}
	if (format < 0)
		return command_wrong_value(why, "--format", names, text);
	f->is_set = true;
	f->format = (enum render_format)format;
	return 0;
}

int console_set_limit(uint64_t *limit, const char *option, const char *text,
		      const char *(*parse)(struct sv, int64_t *), struct failure *why)
{
	int64_t value = 0;
	const char *expected = parse(sv_cstr(text), &value);

	if (!expected && value <= 0)
		expected = "more than zero";
	if (expected)
		return command_wrong_value(why, option, expected, text);
	*limit = (uint64_t)value;
	return 0;
}

int console_check_format(const struct console_format *f, const struct manifest *m,
			 struct failure *why)
{
	const char *refused = f->is_set ? render_format_refuses(f->format, m) : NULL;

	return refused ? failure_set(why, EXIT_USAGE, "-f %s: %s", render_format_name(f->format),
				     refused)
		       : 0;
}

struct render_options console_options(const struct console_format *f, bool quiet,
				      struct kernel_symbols *symbols, struct stacks *stacks)
{
	bool is_terminal = isatty(STDOUT_FILENO);
	struct winsize size = {0};
	struct render_options o = {
		.format = is_terminal ? RENDER_TABLE : RENDER_JSONL,
		.fd = STDOUT_FILENO,
		.lines_fd = STDERR_FILENO,
		.summary_fd = quiet ? -1 : STDERR_FILENO,
		.is_terminal = is_terminal,
		.color = is_terminal && !getenv("NO_COLOR"),
		.ksym = kernel_symbols_name,
		.ksym_arg = symbols,
		.stack = stacks_get,
		.new_stack = stacks_meet,
		.stack_arg = stacks,
	};

	if (f->is_set)
		o.format = f->format;
	if (is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		o.width = size.ws_col;
	return o;
}

int console_settle(int error, struct failure *why)
{
	if (!error || error == -EPIPE)
		return 0;
	return failure_set(why, EXIT_FILE, "cannot write: %s", failure_errno(why, error));
}
