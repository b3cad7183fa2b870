/*
 * group_pin.c - making a group: everything pinned in a folder of another name, which then gets its
 * own.
 *
 * A program stays attached as long as its link is pinned. Links of perf events (tracepoints,
 * kprobes, uprobes) can be pinned since Linux 5.15. Programs that the loader runs by its clock, and
 * rows that go through perf buffers of the loader, cannot go on without it.
 */
#include "loader/group.h"
#include "loader/group_path.h"
#include "loader/maps.h"
#include "loader/render_text.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NAME_MAX_BYTES = 64 };

struct pinning {
	struct session *s;
	struct arena *arena;
	const char *name;   /* of the group */
	const char *making; /* of the folder while it is made */
	struct failure *why;
};

int group_check_name(const char *name, struct failure *why)
{
	size_t n = strlen(name);
	bool good = n > 0 && n <= NAME_MAX_BYTES && name[0] != '-';

	for (size_t i = 0; i < n; i++) {
		char c = name[i];

		good &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '_' || c == '-';
	}
	if (good)
		return 0;
	failure_set(why, EXIT_USAGE, "'%s' cannot be the name of a group", name);
	failure_hint(why, "1 to %d letters, digits, '-' and '_', the first no '-'", NAME_MAX_BYTES);
	return EXIT_USAGE;
}

int group_check(const struct manifest *m, const char *name, struct failure *why)
{
	struct stat s;
	int code = group_check_name(name, why);

	for (uint32_t i = 0; !code && i < m->programs.n; i++) {
		const struct manifest_program *p = &m->programs.v[i];

		if (family_find(p->family)->when == FAMILY_TIMER)
			code = failure_set(
				why, EXIT_OBJECT,
				"--pin: %s:%u:%u: '%s' is run by the loader's clock: it cannot "
				"go on without the loader",
				p->file, p->line, p->col, p->label);
	}
	if (!code)
		code = group_check_mount(why);
	if (!code && lstat(group_folder(why->arena, name), &s) == 0) {
		failure_set(why, EXIT_OBJECT, "--pin: there is a group '%s' already", name);
		failure_hint(why, "`nubpf detach %s` ends it", name);
		code = EXIT_OBJECT;
	}
	return code;
}

static int cannot_pin(const struct pinning *p, const char *what, int error)
{
	return failure_set(p->why, EXIT_OBJECT, "cannot pin %s of group '%s': %s", what, p->name,
			   failure_errno(p->why, error));
}

static int pin_fd(const struct pinning *p, int fd, const char *file)
{
	return bpf_obj_pin(fd, group_file(p->arena, p->making, file)) ? -errno : 0;
}

/* Bytes in a map of one element: their number, then they. */
static int pin_bytes(const struct pinning *p, struct sv bytes, const char *file)
{
	uint64_t size = bytes.n;
	uint32_t first = 0;
	char *value = arena_alloc(p->arena, sizeof(size) + bytes.n, 8);
	int fd = bpf_map_create(BPF_MAP_TYPE_ARRAY, "nubpf_group", sizeof(first),
				(uint32_t)(sizeof(size) + bytes.n), 1, NULL);
	int err = fd < 0 ? fd : 0;

	memcpy(value, &size, sizeof(size));
	memcpy(value + sizeof(size), bytes.p, bytes.n);
	if (!err)
		err = bpf_map_update_elem(fd, &first, value, 0);
	if (!err)
		err = bpf_map_freeze(fd);
	if (!err)
		err = pin_fd(p, fd, file);
	if (fd >= 0)
		close(fd);
	return err ? cannot_pin(p, "the object", err) : 0;
}

static int pin_about(const struct pinning *p, bool timestamps)
{
	struct buf path = {.arena = p->arena};
	struct timespec now;
	json_t *about;
	char *text;
	int code;

	clock_gettime(CLOCK_BOOTTIME, &now);
	text_utf8(&path, sv_cstr(p->s->object->path)); /* JSON has no other bytes */
	about = json_pack("{s:i, s:s, s:I, s:b}", "nubpf", 1, "object", path.p ? path.p : "",
			  "started_ns", (json_int_t)now.tv_sec * 1000000000 + now.tv_nsec,
			  "timestamps", timestamps);
	text = json_dumps(about, JSON_COMPACT);
	code = pin_bytes(p, sv_cstr(text), "about");
	free(text);
	json_decref(about);
	return code;
}

static int pin_maps(const struct pinning *p)
{
	static const char *const data[] = {"bss", "data"};
	const struct manifest *m = p->s->object->manifest;
	int err = 0;

	for (uint32_t i = 0; !err && i < m->maps.n; i++)
		err = pin_fd(p, bpf_map__fd(maps_get(p->s->bpf, &m->maps.v[i])),
			     arena_printf(p->arena, "m%u", i));
	for (uint32_t i = 0; !err && i < ARRAY_SIZE(data); i++) {
		struct bpf_map *map = bpf_object__find_map_by_name(
			p->s->bpf, arena_printf(p->arena, ".%s", data[i]));

		if (map && bpf_map__fd(map) >= 0)
			err = pin_fd(p, bpf_map__fd(map), data[i]);
	}
	return err ? cannot_pin(p, "the maps", err) : 0;
}

static int cannot_outlive(const struct pinning *p, const struct manifest_program *t, int error)
{
	failure_set(p->why, EXIT_OBJECT,
		    "--pin: %s:%u:%u: '%s' cannot stay attached without the loader: %s", t->file,
		    t->line, t->col, t->label, failure_errno(p->why, error));
	if (error == -EINVAL)
		failure_hint(p->why, "tracepoints, kprobes and uprobes can since Linux 5.15; "
				     "raw_tracepoint and tp_btf can before");
	return EXIT_OBJECT;
}

/* libbpf keeps the links of a USDT probe, one for each of its places, to itself; the kernel knows
 * them by their program. */
static int pin_links_of(const struct pinning *p, uint32_t i)
{
	struct bpf_prog_info program = {0};
	uint32_t size = sizeof(program), id = 0, n = 0;
	int err = bpf_obj_get_info_by_fd(bpf_program__fd(p->s->programs[i]), &program, &size);

	while (!err && !bpf_link_get_next_id(id, &id)) {
		struct bpf_link_info link = {0};
		int fd = bpf_link_get_fd_by_id(id);

		if (fd == -ENOENT) /* another's, which has just ended */
			continue;
		size = sizeof(link);
		err = fd < 0 ? fd : bpf_obj_get_info_by_fd(fd, &link, &size);
		if (!err && link.prog_id == program.id)
			err = pin_fd(p, fd, arena_printf(p->arena, "l%u_%u", i, n++));
		if (fd >= 0)
			close(fd);
	}
	return err || n ? err : -EINVAL;
}

static int pin_program(const struct pinning *p, uint32_t i)
{
	const struct manifest_program *t = &p->s->object->manifest->programs.v[i];
	struct attach *a = &p->s->attach[i];
	int err;

	if (!p->s->programs[i] || p->s->state[i].skipped)
		return 0;
	err = pin_fd(p, bpf_program__fd(p->s->programs[i]), arena_printf(p->arena, "p%u", i));
	if (err)
		return cannot_pin(p, "the programs", err);
	if (probes[attach_probe(a)].rest == REST_USDT) {
		err = pin_links_of(p, i);
		return err ? cannot_outlive(p, t, err) : 0;
	}
	for (uint32_t k = 0; k < a->links.n; k++) {
		err = bpf_link__pin(
			a->links.v[k],
			group_file(p->arena, p->making, arena_printf(p->arena, "l%u_%u", i, k)));
		if (err)
			return cannot_outlive(p, t, err);
	}
	for (uint32_t k = 0; k < a->link_fds.n; k++) {
		err = pin_fd(p, a->link_fds.v[k],
			     arena_printf(p->arena, "l%u_%u", i, a->links.n + k));
		if (err)
			return cannot_outlive(p, t, err);
	}
	return 0;
}

static int pin_all(const struct pinning *p, bool timestamps)
{
	int code = pin_bytes(p, p->s->object->bytes, "object");

	if (!code)
		code = pin_about(p, timestamps);
	if (!code)
		code = pin_maps(p);
	for (uint32_t i = 0; !code && i < p->s->object->manifest->programs.n; i++)
		code = pin_program(p, i);
	return code;
}

/* Makes the group in a folder of another name, and gives it its own. */
static int make(struct pinning *p, bool timestamps)
{
	int code;

	/* No name of a group has a comma. */
	p->making = arena_printf(p->arena, "%d,%s", getpid(), p->name);
	if (mkdir(GROUP_ROOT, 0700) && errno != EEXIST)
		return cannot_pin(p, "the folder", -errno);
	if (mkdir(group_folder(p->arena, p->making), 0700))
		return cannot_pin(p, "the folder", -errno);
	code = pin_all(p, timestamps);
	if (!code && rename(group_folder(p->arena, p->making), group_folder(p->arena, p->name)))
		code = errno == EEXIST || errno == ENOTEMPTY
			       ? failure_set(p->why, EXIT_OBJECT,
					     "--pin: there is a group '%s' already", p->name)
			       : cannot_pin(p, "the folder", -errno);
	if (code)
		group_remove_folder(p->arena, p->making);
	return code;
}

int group_pin(struct session *s, const char *name, bool timestamps, struct failure *why)
{
	struct pinning p = {.s = s, .arena = s->arena, .name = name, .why = why};
	struct bpf_map *events = maps_events(s->bpf, s->object->manifest);
	sigset_t all, before;
	int code;

	if (events && bpf_map__type(events) != BPF_MAP_TYPE_RINGBUF)
		return failure_set(
			why, EXIT_OBJECT,
			"--pin: rows of this object go through perf buffers of the loader: "
			"they cannot be read without it");
	/* Half a group is nobody's. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	code = make(&p, timestamps);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return code;
}

/* The pins have the links now: ending ours would switch their perf events off. */
void group_let_go(struct session *s)
{
	for (uint32_t i = 0; i < s->object->manifest->programs.n; i++) {
		for (uint32_t k = 0; k < s->attach[i].links.n; k++)
			bpf_link__disconnect(s->attach[i].links.v[k]);
	}
}
