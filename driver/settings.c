/*
 * settings.c - nubpfc's command line: options.def read into struct settings, and what only prints.
 */
#include "driver/driver.h"
#include "lang/commands.h"
#include "lang/kernels.h"
#include "support/options.h"

#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

#define NUBPF_VERSION_TEXT "nubpfc " NUBPF_VERSION

enum opt {
#define OPT(id, ...) OPT_##id,
#include "driver/options.def"
	OPT_COUNT
};

static const struct option_spec specs[] = {
#define OPT(id, name, letter, metavar, help) {OPT_##id, name, letter, metavar, help, false},
#include "driver/options.def"
};

static int usage(const char *what, const char *value, const char *expected)
{
	fprintf(stderr, "nubpfc: %s '%s': expected %s\n", what, value, expected);
	return EXIT_USAGE;
}

/* The position of a word in a list, or -1. */
static int find_word(const char *word, const char *const *words, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (strcmp(word, words[i]) == 0)
			return (int)i;
	return -1;
}
#define FIND(word, ...)                                                                            \
	find_word((word), (const char *const[]){__VA_ARGS__},                                      \
		  sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static int print_help(struct settings *s)
{
	struct buf b = {.arena = s->arena};

	buf_puts(&b, "usage: nubpfc [options] FILE.nu…\n\n"
		     "Compiles the closures of a Nushell script to a BPF object, FILE.bpf.o. '-' is "
		     "standard input.\n\n");
	options_help(&b, (struct option_table){specs, ARRAY_SIZE(specs)});
	buf_puts(&b, "\nExit: 0 fine, 1 the program is wrong, 2 usage, 70 a bug of nubpfc, 71 out of "
		     "memory, 74 file trouble.\n");
	fputs(b.p, stdout);
	return EXIT_FINE;
}

static int explain(const char *code)
{
	struct nearest near = {.want = sv_cstr(code)};

	for (uint32_t i = 0; i < DIAG_ID_COUNT; i++) {
		if (strcmp(code, diag_codes[i].id) == 0) {
			printf("%s: %s\n", diag_codes[i].id, diag_codes[i].explain);
			return EXIT_FINE;
		}
		nearest_offer(&near, sv_cstr(diag_codes[i].id));
	}
	fprintf(stderr, "nubpfc: no diagnostic '%s'", code);
	if (near.best.p)
		fprintf(stderr, "; did you mean '" SV_FMT "'?", SV_ARG(near.best));
	fputc('\n', stderr);
	return EXIT_USAGE;
}

static int list(const char *what)
{
	static const char *const severity[] = {"note", "warning", "error"};

	switch (FIND(what, "targets", "ctx", "commands", "passes", "diags", "kernels")) {
	case 0:
		probe_list(stdout);
		return EXIT_FINE;
	case 1:
		ctx_list(stdout);
		return EXIT_FINE;
	case 2:
		for (uint32_t i = 1; i < CMD_COUNT; i++)
			if (commands[i].where <= WHERE_CONSTANT)
				printf("%-14s %-44s %s\n", commands[i].name, commands[i].signature,
				       commands[i].help);
		return EXIT_FINE;
	case 3:
		pass_list(stdout);
		return EXIT_FINE;
	case 4:
		for (uint32_t i = 0; i < DIAG_ID_COUNT; i++)
			printf("%-22s %-8s %s\n", diag_codes[i].id, severity[diag_codes[i].severity],
			       diag_codes[i].explain);
		return EXIT_FINE;
	case 5:
		kernel_list(stdout);
		return EXIT_FINE;
	default:
		return usage("--list", what, "targets, ctx, commands, passes, diags or kernels");
	}
}

/* "6.1" is 601; false on anything else or before 4.18. */
static bool read_kernel(const char *text, uint32_t *kernel)
{
	char *end;
	unsigned long major = strtoul(text, &end, 10), minor;

	if (end == text || *end != '.' || text[0] < '0' || text[0] > '9')
		return false;
	text = end + 1;
	minor = strtoul(text, &end, 10);
	if (end == text || (*end && *end != '.' && *end != '-') || major > 99 || minor > 99)
		return false;
	*kernel = (uint32_t)(major * 100 + minor);
	return *kernel >= 418;
}

static int set_level(struct settings *s, const char *v)
{
	int n = FIND(v, "0", "1", "2", "3", "s");

	if (n < 0)
		return usage("-O", v, "0, 1, 2, 3 or s");
	s->size = n == 4;
	s->level = n == 4 ? 2 : (unsigned)n;
	return -1;
}

static int set_warning(struct settings *s, const char *v)
{
	struct sv id = sv_cstr(v);

	if (strcmp(v, "error") == 0 || strcmp(v, "all") == 0) {
		s->werror |= v[0] == 'e';
		return -1;
	}
	if (sv_starts(id, SV("no-")))
		id = sv_from(id, 3);
	for (uint32_t i = 0; i < DIAG_ID_COUNT; i++) {
		if (sv_is(id, diag_codes[i].id)) {
			vec_push(s->arena, &s->warnings, sv_cstr(v));
			return -1;
		}
	}
	return usage("-W", v, "error, or the code of a diagnostic (--list diags)");
}

static int set_depend(struct settings *s, const char *v, struct options *o)
{
	if (strcmp(v, "D") == 0) {
		s->depend = true;
		return -1;
	}
	if (v[0] != 'F')
		return usage("-M", v, "-MD or -MF FILE");
	s->depend = true;
	s->depend_file = v + 1;
	if (!v[1]) {
		if (options_next(o) != OPTIONS_PLAIN)
			return usage("-MF", "", "a file");
		s->depend_file = o->value;
	}
	return -1;
}

static int set_color(struct settings *s, const char *v)
{
	int n = FIND(v, "auto", "always", "never");

	if (n < 0)
		return usage("--color", v, "auto, always or never");
	if (n)
		s->color = n == 1;
	return -1;
}

/* One option: -1, or an exit code. */
static int set_option(struct settings *s, struct options *o)
{
	const char *v = o->value;
	int n;

	switch ((enum opt)o->spec->id) {
	case OPT_output:
		s->output = v;
		return -1;
	case OPT_optimize:
		return set_level(s, v);
	case OPT_emit:
		n = FIND(v, "obj", "ast", "typed", "mir", "llvm-ir", "asm", "manifest");
		if (n < 0)
			return usage("--emit", v, "obj, ast, typed, mir, llvm-ir, asm or manifest");
		s->emit = (enum emit)n;
		return -1;
	case OPT_check:
		s->check_only = true;
		return -1;
	case OPT_kernel:
		return read_kernel(v, &s->kernel)
			       ? -1
			       : usage("--kernel", v, "a version from 4.18 on, such as 6.1");
	case OPT_mcpu:
		v += strncmp(v, "cpu=", 4) == 0 ? 4 : 0;
		if (FIND(v, "v1", "v2", "v3", "v4") < 0)
			return usage("-mcpu", v, "v1, v2, v3 or v4");
		s->cpu = v;
		return -1;
	case OPT_arch:
		if (FIND(v, "x86_64", "aarch64") < 0)
			return usage("--arch", v, "x86_64 or aarch64");
		s->arch = v;
		return -1;
	case OPT_target:
		n = FIND(v, "bpfel", "bpfeb");
		if (n < 0)
			return usage("--target", v, "bpfel or bpfeb");
		s->big_endian = n == 1;
		return -1;
	case OPT_btf:
		s->btf = v;
		return -1;
	case OPT_include:
		vec_push(s->arena, &s->include_dirs, v);
		return -1;
	case OPT_define:
		if (!strchr(v, '=') || v[0] == '=')
			return usage("-D", v, "NAME=VALUE");
		vec_push(s->arena, &s->defines, sv_cstr(v));
		return -1;
	case OPT_feature:
		n = FIND(v, "wrapv", "no-wrapv", "inline-defs", "no-inline-defs");
		if (n < 0)
			return usage("-f", v, "wrapv or inline-defs, or no- and one of them");
		if (n < 2)
			s->wrapv = n == 0;
		else
			s->defs = n == 2 ? CALLS_LAID_OUT : CALLS_KEPT;
		return -1;
	case OPT_debug:
		if (FIND(v, "0", "1") < 0)
			return usage("-g", v, "0 or 1");
		s->no_lines = v[0] == '0';
		return -1;
	case OPT_depend:
		return set_depend(s, v, o);
	case OPT_warn:
		return set_warning(s, v);
	case OPT_diag:
		n = FIND(v, "text", "short", "json", "sarif");
		if (n < 0)
			return usage("--diag", v, "text, short, json or sarif");
		s->diag = (enum diag_format)n;
		return -1;
	case OPT_color:
		return set_color(s, v);
	case OPT_explain:
		return explain(v);
	case OPT_list:
		return list(v);
	case OPT_passes:
		s->passes = v;
		return -1;
	case OPT_print_after:
		s->print_after = v;
		return -1;
	case OPT_stats:
		s->stats = true;
		return -1;
	case OPT_time_report:
		s->time_report = true;
		return -1;
	case OPT_verbose:
		s->verbose = true;
		return -1;
	case OPT_version:
		printf("%s (LLVM %s)\n", NUBPF_VERSION_TEXT, backend_llvm_version());
		return EXIT_FINE;
	case OPT_help:
		return print_help(s);
	case OPT_COUNT:
		break;
	}
	NB_BUG("option %u has no case", o->spec->id);
}

/* The register layout of this machine, when it is one we know. */
static const char *own_arch(struct arena *a)
{
	struct utsname u;

	if (uname(&u) == 0 && FIND(u.machine, "x86_64", "aarch64") >= 0)
		return arena_printf(a, "%s", u.machine);
	return "x86_64";
}

int settings_read(struct settings *s, char **argv)
{
	struct options o = {
		.arena = s->arena,
		.argv = argv + 1,
		.tables = {{specs, ARRAY_SIZE(specs)}},
	};
	int code = -1;

	s->level = 2;
	s->color = isatty(STDERR_FILENO) && !getenv("NO_COLOR");
	while (code < 0) {
		switch (options_next(&o)) {
		case OPTIONS_OPTION:
			code = set_option(s, &o);
			continue;
		case OPTIONS_PLAIN:
			vec_push(s->arena, &s->inputs, o.value);
			continue;
		case OPTIONS_ERROR:
			fprintf(stderr, "nubpfc: %s\n", o.error);
			return EXIT_USAGE;
		case OPTIONS_END:
			break;
		}
		break;
	}
	if (code >= 0)
		return code;
	if (!s->inputs.n) {
		fprintf(stderr, "nubpfc: no input file\nnubpfc --help says what it reads\n");
		return EXIT_USAGE;
	}
	if (s->output && s->inputs.n > 1) {
		fprintf(stderr, "nubpfc: -o names one file, and there are %u inputs\n", s->inputs.n);
		return EXIT_USAGE;
	}
	if (!s->arch)
		s->arch = own_arch(s->arena);
	if (!s->cpu)
		s->cpu = s->kernel >= 606 ? "v4" : s->kernel && s->kernel < 501 ? "v2" : "v3";
	return -1;
}
