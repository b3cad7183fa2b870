/*
 * test_run.c - programs run by BPF_PROG_TEST_RUN, each run's rows and verdict as JSON lines, then
 * what all of them have left in maps and state.
 *
 * Nothing else runs while a program is tested, so what appears among the events and in the error
 * counters between two runs is its own.
 */
#include "loader/test_run.h"
#include "loader/data.h"
#include "loader/events.h"
#include "loader/keep.h"
#include "loader/maps.h"
#include "loader/render.h"
#include "loader/stacks.h"

#include <errno.h>
#include <jansson.h>
#include <linux/if_ether.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

struct test {
	struct session *session;
	const struct manifest *manifest;
	const struct test_input *input;
	struct arena *arena;
	struct arena run; /* what one run needs */
	uint32_t at;	  /* which run */
	FILE *out;
	struct events *events; /* NULL: the script makes no rows */
	/* A row is rendered into a file in memory and taken out of it again. */
	struct render *render;
	int render_fd;
	const char *label;
	struct kernel_symbols symbols;
	struct stacks stacks;
};

/* What every line begins with. */
static json_t *line_head(const struct test *t)
{
	json_t *line = json_pack("{s:s}", "prog", t->label);

	if (t->input->numbered)
		json_object_set_new(line, "run", json_integer(t->at + 1));
	return line;
}

static void print_line(const struct test *t, json_t *rest)
{
	json_t *line = line_head(t);

	json_object_update(line, rest);
	json_dumpf(line, t->out, JSON_COMPACT);
	fputc('\n', t->out);
	json_decref(line);
	json_decref(rest);
}

/* What the renderer wrote since the last call, without its newline; nothing when that is nothing.
 * It is not read as JSON: numbers of 64 bits without a sign would be lost. */
static struct sv take_rendered(struct test *t)
{
	off_t n = lseek(t->render_fd, 0, SEEK_CUR);
	char *text = arena_alloc(&t->run, (size_t)(n > 0 ? n : 1), 1);
	ssize_t got = pread(t->render_fd, text, (size_t)n, 0);

	if (lseek(t->render_fd, 0, SEEK_SET) || ftruncate(t->render_fd, 0) || got <= 0)
		return (struct sv){"", 0};
	while (got && text[got - 1] == '\n')
		got--;
	return (struct sv){text, (size_t)got};
}

/* A line with a row, or with the one member of the object that print makes. */
static void print_row(const struct test *t, struct sv row, bool is_print)
{
	json_t *head = line_head(t);
	char *text = json_dumps(head, JSON_COMPACT);

	fprintf(t->out, "%.*s,", (int)strlen(text) - 1, text);
	if (is_print)
		fprintf(t->out, SV_FMT "\n", SV_ARG(sv_from(row, 1)));
	else
		fprintf(t->out, "\"row\":" SV_FMT "}\n", SV_ARG(row));
	free(text);
	json_decref(head);
}

static int take_record(void *arg, void *bytes, size_t size)
{
	struct test *t = arg;
	uint32_t event = UINT32_MAX;
	struct sv row;

	if (size >= sizeof(struct wire_header))
		memcpy(&event, bytes, sizeof(event));
	if (render_is_notice(t->render, bytes, size))
		return 0;
	if (render_event(t->render, bytes, size) || render_idle(t->render))
		return -EIO;
	row = take_rendered(t);
	if (row.n && event < t->manifest->events.n)
		print_row(t, row, t->manifest->events.v[event].is_print);
	return 0;
}

/* Rows stand under "row" alone, so the renderer is not to say which of several shapes they have. */
static const struct manifest *without_names(struct arena *a, const struct manifest *m)
{
	struct manifest *copy = arena_new(a, struct manifest);

	*copy = *m;
	copy->events.v = arena_array(a, struct manifest_event, m->events.n);
	for (uint32_t i = 0; i < m->events.n; i++) {
		copy->events.v[i] = m->events.v[i];
		copy->events.v[i].name = "row";
	}
	return copy;
}

static int open_test(struct test *t)
{
	struct bpf_map *events = maps_events(t->session->bpf, t->manifest);
	struct render_options o = {.format = RENDER_JSONL,
				   .summary_fd = -1,
				   .stack = stacks_get,
				   .new_stack = stacks_meet,
				   .stack_arg = &t->stacks};

	t->render_fd = memfd_create("rows", MFD_CLOEXEC);
	if (t->render_fd < 0)
		return failure_set(t->session->why, EXIT_FILE, "cannot make a file in memory: %s",
				   failure_errno(t->session->why, errno));
	o.fd = t->render_fd;
	t->symbols.arena = t->arena;
	stacks_open(&t->stacks, t->arena, maps_stacks(t->session->bpf, t->manifest), &t->symbols);
	t->render = render_open(t->arena, without_names(t->arena, t->manifest), &o);
	if (!events)
		return 0;
	t->events = events_open(events, 0, take_record, t);
	if (!t->events)
		return failure_set(t->session->why, EXIT_OBJECT, "cannot read events: %s",
				   failure_errno(t->session->why, errno));
	return 0;
}

static const uint64_t *sites(struct test *t)
{
	return data_read(&t->run, t->session->bpf, &t->session->object->sites);
}

/* The sites that were counted between two readings: run-time errors, or all others with their kind. */
static json_t *counted_between(struct test *t, bool errors, const uint64_t *before,
			       const uint64_t *after)
{
	json_t *list = json_array(), *one;

	for (uint32_t i = 0; before && after && i < t->manifest->sites.n; i++) {
		const struct manifest_site *site = &t->manifest->sites.v[i];

		if (after[i] == before[i] || (strcmp(site->kind, "error") == 0) != errors)
			continue;
		one = errors ? json_object() : json_pack("{s:s}", "kind", site->kind);
		json_object_set_new(one, "at",
				    json_string(arena_printf(&t->run, "%s:%u:%u", site->file,
							     site->line, site->col)));
		json_object_set_new(one, "message", json_string(site->message));
		json_object_set_new(one, "count", json_integer((json_int_t)(after[i] - before[i])));
		json_array_append_new(list, one);
	}
	return list;
}

/* Programs that the kernel can run without what they are attached to. */
static bool sees_packet(enum bpf_prog_type type)
{
	return type == BPF_PROG_TYPE_XDP || type == BPF_PROG_TYPE_SCHED_CLS ||
	       type == BPF_PROG_TYPE_SCHED_ACT || type == BPF_PROG_TYPE_SOCKET_FILTER ||
	       type == BPF_PROG_TYPE_CGROUP_SKB;
}

/* One run: NULL, or why there was none. */
static const char *run_once(const struct test *t, struct bpf_program *p, uint32_t *verdict)
{
	char no_packet[ETH_HLEN] = {0};
	struct bpf_test_run_opts o = {.sz = sizeof(o)};
	int err;

	if (bpf_program__type(p) == BPF_PROG_TYPE_RAW_TRACEPOINT) {
		o.ctx_in = t->input->runs.v[t->at].v;
		o.ctx_size_in = sizeof(t->input->runs.v[t->at].v);
	} else if (sees_packet(bpf_program__type(p))) {
		o.data_in = t->input->packet.n ? t->input->packet.p : no_packet;
		o.data_size_in = t->input->packet.n ? (uint32_t)t->input->packet.n : ETH_HLEN;
	} else {
		return "the kernel cannot run programs of this family without their target";
	}
	err = bpf_prog_test_run_opts(bpf_program__fd(p), &o);
	*verdict = o.retval;
	return err ? arena_printf(t->arena, "the kernel did not run it: %s", strerror(-err)) : NULL;
}

/* Nanoseconds and number of the program's runs so far. */
static struct bpf_prog_info run_info(struct bpf_program *p)
{
	struct bpf_prog_info info = {0};
	uint32_t size = sizeof(info);

	if (bpf_obj_get_info_by_fd(bpf_program__fd(p), &info, &size))
		memset(&info, 0, sizeof(info));
	return info;
}

/* One run of the program, --repeat times the same; gives whether there was one. */
static bool test_program(struct test *t, struct bpf_program *p)
{
	const uint64_t *before = sites(t), *counted;
	struct bpf_prog_info info = run_info(p), after;
	const char *trouble = NULL;
	uint32_t verdict = 0;
	uint64_t runs;

	for (uint32_t i = 0; !trouble && i < t->input->repeat; i++) {
		trouble = run_once(t, p, &verdict);
		if (t->events)
			events_take(t->events);
	}
	if (trouble) {
		print_line(t, json_pack("{s:s}", "error", trouble));
		return false;
	}
	after = run_info(p);
	runs = after.run_cnt - info.run_cnt;
	counted = sites(t);
	print_line(t, json_pack("{s:I, s:o, s:o, s:I}", "verdict", (json_int_t)verdict, "errors",
				counted_between(t, true, before, counted), "losses",
				counted_between(t, false, before, counted), "ns",
				(json_int_t)(runs ? (after.run_time_ns - info.run_time_ns) / runs
						  : 0)));
	return true;
}

/* Every run of the program until one is impossible. */
static bool test_runs(struct test *t, struct bpf_program *p)
{
	bool ran = true;

	for (t->at = 0; ran && t->at < t->input->runs.n; t->at++) {
		ran = test_program(t, p);
		arena_free(&t->run);
	}
	return ran;
}

/* Lines as -f jsonl shows them. */
static int show_kept(struct test *t)
{
	int error = 0, code = keep_show(t->session, true, &t->run, t->render, &error);
	struct sv lines = take_rendered(t);

	if (!code && error)
		return failure_set(t->session->why, EXIT_FILE, "cannot write: %s",
				   failure_errno(t->session->why, error));
	if (lines.n)
		fprintf(t->out, SV_FMT "\n", SV_ARG(lines));
	arena_free(&t->run);
	return code;
}

int test_run(struct session *s, const struct test_input *input, FILE *out, uint32_t *ran)
{
	struct test t = {
		.session = s,
		.manifest = s->object->manifest,
		.input = input,
		.arena = s->arena,
		.out = out,
		.render_fd = -1,
	};
	int code = open_test(&t), stats = bpf_enable_stats(BPF_STATS_RUN_TIME);

	*ran = 0;
	for (uint32_t i = 0; !code && i < t.manifest->programs.n; i++) {
		t.label = t.manifest->programs.v[i].label;
		if (s->programs[i])
			*ran += test_runs(&t, s->programs[i]);
	}
	if (!code && *ran)
		code = show_kept(&t);
	events_close(t.events);
	stacks_close(&t.stacks);
	if (t.render_fd >= 0)
		close(t.render_fd);
	if (stats >= 0)
		close(stats);
	return code;
}
