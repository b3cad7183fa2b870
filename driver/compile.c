/*
 * compile.c - one input through all stages: read, parse, check, lower, passes, LLVM, object.
 */
#include "driver/driver.h"
#include "runtime/kernel_btf.h"
#include "frontend/lower.h"
#include "frontend/parse.h"
#include "frontend/user_walk.h"

#include <errno.h>
#include <fcntl.h>
#include <sha2.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* What a program is allowed before it takes another form. */
struct limits {
	unsigned stack_bytes; /* for slots; 0: as many as passes leave by themselves */
	uint64_t steps;	      /* of the verifier before its loops move; 0: PASS_STEPS */
};

struct job {
	const struct settings *s;
	struct arena *arena;
	struct source_set sources;
	struct diag_sink sink;
	const char *input;
	uint32_t file;
	struct kernel_btf *btf;
	struct user_types *user_types;
	struct tracepoints *tracepoints;
	struct unit *unit;
	struct mir_module *module;
	struct manifest manifest;
	struct lower_options lowering;
	struct limits limits;
	bool trying; /* what is compiled may not be what is kept */
	double last_ms;
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void stage_done(struct job *j, const char *stage)
{
	double now = now_ms();

	if (j->s->time_report)
		fprintf(stderr, "%-10s %8.3f ms cpu\n", stage, now - j->last_ms);
	j->last_ms = now_ms();
}

static int file_error(const char *what, const char *path, int err)
{
	fprintf(stderr, "nubpfc: cannot %s '%s': %s\n", what, path, strerror(err));
	return EXIT_FILE;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* FILE.nu → FILE.bpf.o in the current folder; standard input → stdin.bpf.o. */
static const char *object_path(const struct job *j)
{
	struct sv base = sv_cstr(strcmp(j->input, "-") == 0 ? "stdin" : base_name(j->input));

	if (j->s->output)
		return j->s->output;
	if (base.n > 3 && memcmp(base.p + base.n - 3, ".nu", 3) == 0)
		base.n -= 3;
	else if (base.n > 4 && memcmp(base.p + base.n - 4, ".mir", 4) == 0)
		base.n -= 4;
	return arena_printf(j->arena, SV_FMT ".bpf.o", SV_ARG(base));
}

static int write_all(int fd, struct sv bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		bytes = sv_from(bytes, (size_t)n);
	}
	return 0;
}

static int write_stdout(struct sv bytes)
{
	int err = write_all(STDOUT_FILENO, bytes);

	return err ? file_error("write", "standard output", err) : EXIT_FINE;
}

/* A regular file appears whole or not at all; what else has the name (a device, a pipe, a link as
 * /dev/stdout is one) is written to and never replaced. "-" is standard output. */
static int write_file(struct job *j, const char *path, struct sv bytes)
{
	struct stat st;
	bool direct = lstat(path, &st) == 0 && !S_ISREG(st.st_mode);
	const char *target =
		direct ? path : arena_printf(j->arena, "%s.%d.tmp", path, (int)getpid());
	int fd, err;

	if (strcmp(path, "-") == 0)
		return write_stdout(bytes);
	fd = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		return file_error("write", path, errno);
	err = write_all(fd, bytes);
	if (close(fd) && !err)
		err = errno;
	if (!err && !direct && rename(target, path))
		err = errno;
	if (err && !direct)
		unlink(target);
	return err ? file_error("write", path, err) : EXIT_FINE;
}

/* Text goes to standard output unless -o says otherwise. */
static int write_text(struct job *j, struct sv text)
{
	return j->s->output ? write_file(j, j->s->output, text) : write_stdout(text);
}

static void hash_sources(struct job *j)
{
	uint8_t digest[SHA256_DIGEST_LENGTH];
	struct buf hex = {.arena = j->arena};
	SHA2_CTX ctx;

	SHA256Init(&ctx);
	for (uint32_t i = 0; i < j->sources.files.n; i++)
		SHA256Update(&ctx, (const uint8_t *)j->sources.files.v[i].text.p,
			     j->sources.files.v[i].text.n);
	SHA256Final(digest, &ctx);
	for (size_t i = 0; i < sizeof(digest); i++)
		buf_printf(&hex, "%02x", digest[i]);
	j->manifest.source_sha256 = hex.p;
}

static struct ast *parse_and_check(struct job *j)
{
	struct check_options o = {
		.parse = {.older_spellings = true},
		.sources = &j->sources,
		.kernel = j->s->kernel,
		.arch = j->s->arch,
		.wrapv = j->s->wrapv,
		.big_endian = j->s->big_endian,
		.defines = j->s->defines.v,
		.ndefines = j->s->defines.n,
		.include_dirs = j->s->include_dirs.v,
		.ninclude_dirs = j->s->include_dirs.n,
	};
	struct ast *root = parse_file(j->arena, &j->sink, j->file, o.parse);

	stage_done(j, "parse");
	if (j->s->emit == EMIT_AST)
		return root;
	j->btf = o.btf = kernel_btf_new(j->arena, j->s->btf);
	j->tracepoints = o.tracepoints = tracepoints_new(j->arena, j->btf);
	j->user_types = o.user_types = user_types_new(j->arena);
	j->unit = check_file(j->arena, &j->sink, j->file, root, &o);
	stage_done(j, "check");
	return j->unit->root;
}

/* The oldest kernel that runs the module, or the one that it is for. */
static uint32_t raise_floor(struct job *j)
{
	uint32_t floor = kernel_floor(j->module, j->unit, j->s->cpu, j->s->kernel);

	j->manifest.kernel = floor > j->s->kernel ? floor : j->s->kernel;
	return floor;
}

static void fill_manifest(struct job *j)
{
	j->manifest.tool = "nubpfc " NUBPF_VERSION;
	j->manifest.source = source_get(&j->sources, j->file)->name;
	j->manifest.doc = j->unit->doc;
	hash_sources(j);
	raise_floor(j);
}

/* What passes have left needs no newer kernel than the one that was asked for. */
static bool check_floor(struct job *j)
{
	uint32_t floor = raise_floor(j);

	if (!j->s->kernel || floor <= j->s->kernel)
		return true;
	diag_report(&j->sink, DIAG_needs_kernel, (struct span){j->file, 0, 0}, "the program",
		    floor / 100, floor % 100, j->s->kernel / 100, j->s->kernel % 100);
	return false;
}

/* The unit as a module again, as the settings of the job now say. */
static bool lower_again(struct job *j)
{
	j->manifest = (struct manifest){0};
	j->module = lower_unit(j->unit, &j->manifest, j->lowering);
	if (j->module && !j->sink.errors)
		fill_manifest(j);
	return j->module && !j->sink.errors;
}

/* Lets fewer loops move, in the end none; false when none did. */
static bool more_steps(struct job *j)
{
	enum { TIMES = 4, STEPS_LAST = PASS_STEPS * TIMES * TIMES };

	if (j->limits.steps == UINT64_MAX)
		return false;
	j->limits.stack_bytes = 0;
	j->limits.steps = (j->limits.steps ? j->limits.steps : PASS_STEPS) * TIMES;
	if (j->limits.steps > STEPS_LAST)
		j->limits.steps = UINT64_MAX;
	return true;
}

static bool lacks_stack(const struct pass_problems *problems)
{
	for (uint32_t i = 0; i < problems->list.n; i++)
		if (problems->list.v[i].lacks_stack)
			return true;
	return false;
}

/* Passes over the module: false when a problem was reported. */
static bool run_passes(struct job *j)
{
	struct pass_problems problems = {0};
	struct pass_options o = {
		.level = j->s->level,
#ifdef NB_DEBUG
		.verify = true,
#endif
		.passes = sv_cstr(j->s->passes),
		.print_after = sv_cstr(j->trying ? NULL : j->s->print_after),
		.print_to = stderr,
		.time_report = j->s->time_report && !j->trying,
		.calls = j->s->defs,
		.kernel = j->s->kernel,
		.has_sdiv = strcmp(j->s->cpu, "v4") == 0,
		.steps = j->limits.steps,
		.stack_bytes = j->limits.stack_bytes,
		.problems = &problems,
	};
	const char *error = NULL;

	if (!j->s->passes || strcmp(j->s->passes, "none") != 0)
		error = pass_run_all(j->module, &o);
	/* What loops that the kernel runs share with the program takes stack. */
	if (j->unit && lacks_stack(&problems) && more_steps(j))
		return lower_again(j) && run_passes(j);
	for (uint32_t i = 0; i < problems.list.n; i++) {
		const struct pass_problem *p = &problems.list.v[i];
		struct diag *d = diag_report(&j->sink, DIAG_program_refused, p->at, p->message);

		if (p->help)
			diag_help(&j->sink, d, "%s", p->help);
	}
	if (error && !problems.list.n)
		fprintf(stderr, "nubpfc: %s\n", error);
	if (j->unit) /* loops that have moved */
		raise_floor(j);
	stage_done(j, "passes");
	return !error && !problems.list.n;
}

/* What the verifier is likely to take for the function; 0: nobody knows. */
static uint64_t steps_of(const struct mir_module *m, const char *name)
{
	for (uint32_t i = 0; i < m->funcs.n; i++)
		if (strcmp(m->funcs.v[i]->name, name) == 0)
			return m->funcs.v[i]->steps;
	return 0;
}

static void print_stats(const struct job *j, const struct backend_result *r)
{
	for (uint32_t i = 0; i < r->functions.n; i++) {
		uint64_t steps = steps_of(j->module, r->functions.v[i].name);

		fprintf(stderr, "%-32s %6u instructions, %3u bytes of stack", r->functions.v[i].name,
			r->functions.v[i].insns, r->functions.v[i].stack_bytes);
		if (steps) /* rounds of a loop count where it stood */
			fprintf(stderr, ", at least %llu verifier steps", (unsigned long long)steps);
		putc('\n', stderr);
	}
	fprintf(stderr, "%u maps, %u counter sites, %zu bytes, kernel %u.%u\n", j->module->maps.n,
		j->module->sites.n, r->bytes.n, j->manifest.kernel / 100, j->manifest.kernel % 100);
}

/* A dependency file in make's syntax. */
static int write_depend(struct job *j, const char *object)
{
	struct buf b = {.arena = j->arena};
	const char *path = j->s->depend_file
				   ? j->s->depend_file
				   : arena_printf(j->arena, "%.*s.d",
						  (int)(strlen(object) > 2 ? strlen(object) - 2
									   : strlen(object)),
						  object);

	for (uint32_t i = 0; i <= j->sources.files.n; i++) {
		const char *p = i ? j->sources.files.v[i - 1].path : object;

		if (i && strncmp(p, "-D ", 3) == 0)
			continue;
		buf_puts(&b, i ? " " : "");
		for (; *p; p++) {
			if (*p == ' ' || *p == '#' || *p == '\\')
				buf_putc(&b, '\\');
			buf_puts(&b, *p == '$' ? "$$" : (char[]){*p, '\0'});
		}
		buf_puts(&b, i ? "" : ":");
	}
	buf_putc(&b, '\n');
	return write_file(j, path, (struct sv){b.p, b.n});
}

/* The program again, with half the room for stack slots: the rest moves to memory of its own. When
 * that is not enough fewer loops move, whose records cannot. */
static bool compile_smaller(struct job *j)
{
	enum { STACK_FIRST = 208, STACK_LAST = 26 };

	j->limits.stack_bytes = j->limits.stack_bytes ? j->limits.stack_bytes / 2 : STACK_FIRST;
	if (!j->unit || (j->limits.stack_bytes < STACK_LAST && !more_steps(j)))
		return false;
	return lower_again(j) && run_passes(j);
}

static struct backend_result generate(struct job *j, const struct backend_options *o)
{
	struct backend_result r = backend_compile(j->arena, j->module, &j->manifest, o);

	while (r.error && r.stack_exceeded && compile_smaller(j))
		r = backend_compile(j->arena, j->module, &j->manifest, o);
	return r;
}

/* LLVM's complaints name the function. */
static int report_backend(struct job *j, const struct backend_result *r)
{
	struct span at = {j->file, 0, 0};

	for (uint32_t i = 0; i < j->module->funcs.n; i++) {
		const struct mir_func *f = j->module->funcs.v[i];

		if (!strstr(r->error, arena_printf(j->arena, "in function %s ", f->name)))
			continue;
		if (r->stack_exceeded) {
			stack_report(&j->sink, f);
			return EXIT_WRONG;
		}
		at = f->at;
	}
	diag_report(&j->sink, DIAG_backend, at, r->error);
	return EXIT_WRONG;
}

static struct backend_options backend_options(const struct job *j)
{
	return (struct backend_options){
		.emit = j->s->emit == EMIT_LLVM_IR ? BACKEND_LLVM_IR
			: j->s->emit == EMIT_ASM   ? BACKEND_ASM
						   : BACKEND_OBJECT,
		.cpu = j->s->cpu,
		.big_endian = j->s->big_endian,
		.level = j->s->level,
		.size = j->s->size,
		.debug_lines = !j->s->no_lines,
		.time_report = j->s->time_report && !j->trying,
		.main_name = j->file ? source_get(&j->sources, j->file)->name : base_name(j->input),
	};
}

/* ---- defs: called or laid out ---- */

static bool has_subprograms(const struct mir_module *m, uint32_t *insts)
{
	bool has = false;

	*insts = 0;
	for (uint32_t i = 0; i < m->funcs.n; i++) {
		has |= !m->funcs.v[i]->section;
		*insts += m->funcs.v[i]->insts.n;
	}
	return has;
}

/* Instructions of the object that the module becomes; UINT32_MAX when it becomes none. */
static uint32_t object_insns(struct job *j)
{
	struct backend_options o = backend_options(j);
	struct diag_sink reported = j->sink;
	uint32_t insns = UINT32_MAX;

	o.emit = BACKEND_OBJECT;
	j->trying = true;
	o.time_report = false;
	j->limits = (struct limits){0};
	if (j->module && run_passes(j)) {
		struct backend_result r = generate(j, &o);

		insns = r.error ? UINT32_MAX : r.insns;
	}
	j->trying = false;
	j->limits = (struct limits){0};
	j->sink = reported;
	return insns;
}

/* Defs that are called become what is smaller: subprograms as far as the midend wants them, or all
 * of them their bodies. What comes of arguments that are known is seen in the object only, so both
 * are compiled. Bodies in bodies can grow beyond all bounds: those that get so much larger are
 * left. */
static bool choose_form(struct job *j)
{
	enum { TIMES = 8, AT_LEAST = 4096 };
	uint32_t insts, called, laid_out;

	if (!has_subprograms(j->module, &insts) || j->s->passes || j->s->defs != CALLS_SMALLER)
		return true;
	fill_manifest(j);
	called = object_insns(j);
	j->lowering = (struct lower_options){.defs = CALLS_LAID_OUT,
					     .most_insts = AT_LEAST + TIMES * insts};
	laid_out = lower_again(j) ? object_insns(j) : UINT32_MAX;
	if (called < laid_out || laid_out == UINT32_MAX)
		j->lowering = (struct lower_options){0};
	return lower_again(j);
}

static int emit_code(struct job *j)
{
	struct backend_options o = backend_options(j);
	struct backend_result r = generate(j, &o);
	const char *object = object_path(j);
	int code;

	stage_done(j, "backend");
	if (r.error)
		return report_backend(j, &r);
	if (j->s->check_only)
		return EXIT_FINE;
	if (o.emit != BACKEND_OBJECT)
		return write_text(j, r.bytes);
	code = write_file(j, object, r.bytes);
	if (code == EXIT_FINE && j->s->depend)
		code = write_depend(j, object);
	if (code == EXIT_FINE && j->s->stats)
		print_stats(j, &r);
	if (code == EXIT_FINE && j->s->verbose)
		fprintf(stderr, "%s: %zu bytes, %u instructions\n", object, r.bytes.n, r.insns);
	return code;
}

/* From MIR on: what --emit asks for. */
static int finish(struct job *j)
{
	struct buf b = {.arena = j->arena};
	struct sv manifest;

	if (j->unit)
		fill_manifest(j);
	if (j->sink.errors)
		return EXIT_WRONG;
	if (!run_passes(j) || (j->unit && !check_floor(j)))
		return EXIT_WRONG;
	if (j->s->emit == EMIT_MANIFEST) {
		manifest = manifest_write(j->arena, &j->manifest);
		buf_write(&b, manifest.p, manifest.n);
		buf_putc(&b, '\n');
		return write_text(j, (struct sv){b.p, b.n});
	}
	if (j->s->emit != EMIT_MIR)
		return emit_code(j);
	if (j->s->check_only)
		return EXIT_FINE;
	mir_print(&b, j->module);
	return write_text(j, (struct sv){b.p ? b.p : "", b.n});
}

static int compile_nu(struct job *j)
{
	struct ast *root = parse_and_check(j);

	if ((j->s->emit == EMIT_AST || j->s->emit == EMIT_TYPED) && !j->s->check_only) {
		struct buf b = {.arena = j->arena};

		ast_print(&b, &j->sources, root, j->s->emit == EMIT_TYPED);
		write_text(j, (struct sv){b.p ? b.p : "", b.n});
	}
	if (j->sink.errors || j->s->emit == EMIT_AST || j->s->emit == EMIT_TYPED)
		return j->sink.errors ? EXIT_WRONG : EXIT_FINE;
	j->module = lower_unit(j->unit, &j->manifest, j->lowering);
	stage_done(j, "lower");
	if (j->sink.errors || !choose_form(j))
		return EXIT_WRONG;
	return finish(j);
}

/* MIR text: for tests and for looking at passes. */
static int compile_mir(struct job *j)
{
	const char *error;

	j->module = mir_parse(j->arena, source_get(&j->sources, j->file)->text, &error);
	if (!j->module) {
		fprintf(stderr, "%s:%s\n", j->input, error);
		return EXIT_WRONG;
	}
	j->module->sources = &j->sources;
	error = mir_verify_module(j->module);
	if (error) {
		fprintf(stderr, "%s: error: %s\n", j->input, error);
		return EXIT_WRONG;
	}
	return finish(j);
}

int compile(const struct settings *s, const char *input)
{
	struct arena arena = {0};
	struct job j = {.s = s,
			.lowering = {.defs = s->defs},
			.arena = &arena,
			.input = input,
			.sources = {.arena = &arena}};
	size_t n = strlen(input);
	int r, code;

	j.last_ms = now_ms();
	j.sink = diag_sink_new(&arena, &j.sources);
	j.sink.werror = s->werror;
	for (uint32_t i = 0; i < s->warnings.n; i++) {
		bool off = sv_starts(s->warnings.v[i], SV("no-"));

		diag_set(&j.sink, off ? sv_from(s->warnings.v[i], 3) : s->warnings.v[i], !off);
	}
	r = source_read(&j.sources, input, strcmp(input, "-") == 0 ? "<stdin>" : base_name(input));
	if (r < 0) {
		code = file_error("read", input, -r);
		arena_free(&arena);
		return code;
	}
	j.file = (uint32_t)r;
	code = n > 4 && strcmp(input + n - 4, ".mir") == 0 ? compile_mir(&j) : compile_nu(&j);
	if (j.sink.errors && code == EXIT_FINE)
		code = EXIT_WRONG;
	diag_render(&j.sink, stderr, s->diag, s->color);
	if (j.tracepoints)
		tracepoints_free(j.tracepoints);
	if (j.user_types)
		user_types_close(j.user_types);
	arena_free(&arena);
	return code;
}
