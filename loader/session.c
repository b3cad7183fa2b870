/*
 * session.c - one object in the kernel: opened, loaded, attached, detached.
 */
#include "loader/session.h"
#include "loader/alternatives.h"
#include "loader/detach.h"
#include "loader/guard.h"
#include "loader/image.h"
#include "loader/host.h"
#include "loader/kernel_log.h"
#include "loader/maps.h"
#include "loader/places.h"
#include "loader/rejection.h"

#include <bpf/btf.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static bool is_named(const struct manifest_program *p, const char *name)
{
	return strcmp(p->label, name) == 0 || strcmp(p->symbol, name) == 0;
}

bool session_names(const struct manifest_program *p, const char *const *names, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		if (is_named(p, names[i]))
			return true;
	}
	return n == 0;
}

int session_check_names(const struct manifest *m, const char *option, const char *const *names,
			uint32_t n, struct failure *why)
{
	for (uint32_t i = 0; i < n; i++) {
		struct nearest near = {.want = sv_cstr(names[i])};
		bool found = false;

		for (uint32_t p = 0; p < m->programs.n; p++) {
			found = found || is_named(&m->programs.v[p], names[i]);
			nearest_offer(&near, sv_cstr(m->programs.v[p].label));
		}
		if (found)
			continue;
		failure_set(why, EXIT_USAGE, "%s: the object has no program '%s'", option,
			    names[i]);
		if (near.best.p)
			failure_hint(why, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
		return EXIT_USAGE;
	}
	return 0;
}

static const struct manifest_program *target(const struct session *s, uint32_t i)
{
	return &s->object->manifest->programs.v[i];
}

static int find_programs(struct session *s)
{
	struct bpf_program *p;

	bpf_object__for_each_program(p, s->bpf) bpf_program__set_autoload(p, false);
	for (uint32_t i = 0; i < s->object->manifest->programs.n; i++) {
		const struct manifest_program *t = target(s, i);

		p = bpf_object__find_program_by_name(s->bpf, t->symbol);
		if (!p || bpf_program__type(p) != family_find(t->family)->type)
			return failure_set(
				s->why, EXIT_OBJECT,
				"'%s' cannot be loaded: program '%s' stands in a section "
				"that does not belong to family '%s'",
				s->object->path, t->symbol, t->family);
		s->programs[i] = s->excluded[i] ? NULL : p;
		bpf_program__set_autoload(p, !s->excluded[i]);
	}
	return 0;
}

/* A step of attaching gave `code`: a program that others can do without is left out, any other one
 * ends the run. */
static int settle(struct session *s, uint32_t i, int code)
{
	if (!code || !alternatives_may_lack(s->object->manifest, i))
		return code;
	s->state[i].skipped = s->why->message;
	return 0;
}

/* What the targets stand for decides how programs are loaded. */
static int find_targets(struct session *s)
{
	int code = 0;

	for (uint32_t i = 0; !code && i < s->object->manifest->programs.n; i++) {
		s->attach[i] = (struct attach){
			.arena = s->arena,
			.program = s->programs[i],
			.target = target(s, i),
			.shared = &s->shared,
			.why = s->why,
		};
		if (!s->programs[i])
			continue;
		code = settle(s, i, attach_find(&s->attach[i]));
		if (s->state[i].skipped) {
			bpf_program__set_autoload(s->programs[i], false);
			s->programs[i] = NULL;
			s->excluded[i] = true;
		}
	}
	return code;
}

/* libbpf would say of a file without types only that it cannot load the object. */
static int check_types(struct session *s, const char *file)
{
	struct btf *btf = file ? btf__parse(file, NULL) : NULL;
	int err = errno;

	btf__free(btf);
	if (!file || btf)
		return 0;
	return failure_set(s->why, EXIT_OBJECT, "--btf: there are no types (BTF) in '%s': %s", file,
			   failure_errno(s->why, -err));
}

static int open_object(struct session *s, const struct session_options *options)
{
	struct bpf_object_open_opts opts = {
		.sz = sizeof(opts), .object_name = "nubpf", .btf_custom_path = options->btf};
	const struct object *o = s->object;
	struct bpf_map *events;
	struct sv image;
	int code = check_types(s, options->btf);

	if (!code)
		code = image_build(s->arena, o, options->values, options->timestamps, &image,
				   s->why);
	if (code)
		return code;
	s->bpf = bpf_object__open_mem(image.p, image.n, &opts);
	if (!s->bpf) {
		const char *reason = kernel_log_last();
		int err = -errno;

		return failure_set(s->why, EXIT_OBJECT, "'%s' cannot be loaded: libbpf says: %s",
				   o->path, reason ? reason : failure_errno(s->why, err));
	}
	events = maps_events(s->bpf, o->manifest);
	if (events && options->buffer_bytes && bpf_map__type(events) == BPF_MAP_TYPE_RINGBUF)
		bpf_map__set_max_entries(events, options->buffer_bytes);
	code = find_programs(s);
	if (!code && options->attaches)
		code = find_targets(s);
	if (!code)
		places_number(s);
	return code;
}

/* The number of the program that libbpf could not load and others can do without, or UINT32_MAX. */
static uint32_t failed_optional(const struct session *s)
{
	const char *name = kernel_log_program();

	for (uint32_t i = 0; name && i < s->object->manifest->programs.n; i++) {
		if (s->programs[i] && alternatives_may_lack(s->object->manifest, i) &&
		    strcmp(target(s, i)->symbol, name) == 0)
			return i;
	}
	return UINT32_MAX;
}

/* An object that failed to load cannot be loaded again: it is opened anew without the optional
 * program that was refused, so this ends after at most as many tries as there are programs. */
static int load_wanted(struct session *s, const struct session_options *options)
{
	for (;;) {
		uint32_t failed;
		int code, err;

		kernel_log_clear();
		code = open_object(s, options);
		if (code)
			return code;
		err = bpf_object__load(s->bpf);
		if (!err)
			return 0;
		code = rejection_explain(s->object, err, s->why);
		failed = failed_optional(s);
		if (failed == UINT32_MAX)
			return code;
		s->excluded[failed] = true;
		s->state[failed].skipped = s->why->message;
		bpf_object__close(s->bpf);
		s->bpf = NULL;
	}
}

int session_load(struct session *s, struct arena *a, const struct object *o,
		 const struct session_options *options, struct failure *why)
{
	uint32_t n = o->manifest->programs.n;
	int code;

	*s = (struct session){.arena = a, .object = o, .why = why, .shared = {{.fd = -1}}};
	s->shared.shows_progress = options->shows_progress;
	s->programs = arena_array(a, struct bpf_program *, n);
	s->attach = arena_array(a, struct attach, n);
	s->state = arena_array(a, struct load_program, n);
	s->excluded = arena_array(a, bool, n);
	for (uint32_t i = 0; i < n; i++)
		s->excluded[i] =
			options->wants && !options->wants(target(s, i), options->wants_arg);
	code = host_check_manifest(o->path, o->manifest, why);
	if (code)
		return code;
	guard_begin(arena_printf(a, "'%s' cannot be loaded: libbpf crashed on it; it is damaged\n",
				 o->path));
	code = load_wanted(s, options);
	guard_end();
	return code;
}

static int prepare_all(struct session *s)
{
	int code = 0;

	for (uint32_t i = 0; !code && i < s->object->manifest->programs.n; i++) {
		/* Alternatives are prepared when they are needed. */
		if (s->programs[i] && !s->state[i].skipped &&
		    target(s, i)->instead_of == UINT32_MAX)
			code = settle(s, i, attach_prepare(&s->attach[i]));
	}
	return code;
}

static int link_one(struct session *s, uint32_t i)
{
	bool is_alternative = target(s, i)->instead_of != UINT32_MAX;
	int code = is_alternative ? settle(s, i, attach_prepare(&s->attach[i])) : 0;

	if (!code && !s->state[i].skipped)
		code = settle(s, i, attach_link(&s->attach[i]));
	if (s->attach[i].links.n + s->attach[i].link_fds.n) {
		s->state[i].attached = true;
		s->nattached++;
	}
	return code;
}

static int link_all(struct session *s)
{
	int code = 0;

	for (uint32_t i = 0; !code && i < s->object->manifest->programs.n; i++) {
		if (s->programs[i] && !s->state[i].skipped && !alternatives_are_served(s, i))
			code = link_one(s, i);
	}
	return code ? code : alternatives_settle(s);
}

int session_attach(struct session *s)
{
	const char *skipped = NULL;
	int code = places_name(s);

	if (!code)
		code = prepare_all(s);
	if (!code)
		code = link_all(s);
	tracefs_close(&s->shared.tracefs);
	for (uint32_t i = 0; i < s->object->manifest->programs.n; i++) {
		if (s->state[i].skipped)
			skipped = s->state[i].skipped;
	}
	if (!code && !s->nattached && skipped)
		return failure_set(s->why, EXIT_OBJECT, "nothing can be attached: %s", skipped);
	return code;
}

int session_run_one(struct session *s, uint32_t i)
{
	/* A raw tracepoint program may read as many arguments as any tracepoint has. */
	uint64_t no_args[12] = {0};
	struct bpf_test_run_opts opts = {
		.sz = sizeof(opts), .ctx_in = no_args, .ctx_size_in = sizeof(no_args)};
	const struct manifest_program *p = target(s, i);
	int err = bpf_prog_test_run_opts(bpf_program__fd(s->programs[i]), &opts);

	if (err)
		return failure_set(s->why, EXIT_OBJECT, "%s:%u:%u: cannot run '%s': %s", p->file,
				   p->line, p->col, p->label, failure_errno(s->why, err));
	s->state[i].attached = true;
	return 0;
}

int session_run(struct session *s, enum family_when when)
{
	int code = 0;

	for (uint32_t i = 0; !code && i < s->object->manifest->programs.n; i++)
		if (s->programs[i] && family_find(target(s, i)->family)->when == when)
			code = session_run_one(s, i);
	return code;
}

void session_detach(struct session *s)
{
	VEC(struct bpf_link *) all = {0};

	for (uint32_t i = 0; i < s->object->manifest->programs.n; i++) {
		struct attach *a = &s->attach[i];

		for (uint32_t k = 0; k < a->links.n; k++)
			vec_push(s->arena, &all, a->links.v[k]);
		for (uint32_t k = 0; k < a->link_fds.n; k++)
			close(a->link_fds.v[k]);
		a->links.n = a->link_fds.n = 0;
	}
	if (all.n)
		detach_links(all.v, all.n);
	s->nattached = 0;
}

void session_count_runs(struct session *s, bool measured)
{
	for (uint32_t i = 0; i < s->object->manifest->programs.n; i++) {
		struct bpf_prog_info info = {0};
		uint32_t size = sizeof(info);

		if (!s->programs[i] ||
		    bpf_obj_get_info_by_fd(bpf_program__fd(s->programs[i]), &info, &size))
			continue;
		s->state[i].misses = info.recursion_misses;
		s->state[i].runs = measured ? info.run_cnt : 0;
		s->state[i].run_ns = measured ? info.run_time_ns : 0;
	}
}

static bool has_events(const struct session *s)
{
	for (uint32_t i = 0; i < s->object->manifest->programs.n; i++) {
		if (s->attach[i].places.n)
			return true;
	}
	return false;
}

static void forget_all(struct session *s)
{
	for (uint32_t i = 0; i < s->object->manifest->programs.n; i++)
		attach_forget(&s->attach[i]);
}

/* Closing the last descriptor of a perf event makes the kernel wait for several RCU grace periods,
 * some 100 ms, in close() or in the exit of the process. The programs are detached by then, so a
 * child has the last descriptors and does the waiting, and the user gets the prompt back. */
static void close_events(struct session *s)
{
	int parent_closed[2];
	char byte;

	if (!has_events(s))
		return;
	if (pipe2(parent_closed, O_CLOEXEC)) {
		forget_all(s);
		return;
	}
	if (fork() == 0) {
		/* Nobody is to wait for this child's copies of pipes and terminals. */
		close_range(0, STDERR_FILENO, 0);
		close(parent_closed[1]);
		_exit(read(parent_closed[0], &byte, 1) < 0);
	}
	forget_all(s);
	close(parent_closed[0]);
	close(parent_closed[1]);
}

void session_close(struct session *s)
{
	if (!s->object)
		return;
	session_detach(s);
	bpf_object__close(s->bpf);
	tracefs_close(&s->shared.tracefs);
	close_events(s);
	*s = (struct session){.shared = {{.fd = -1}}};
}
