/*
 * group.c - groups that are there: listed, opened, detached, removed.
 *
 * A session is made of the pinned maps: libbpf opens the object's bytes again, and its maps are
 * told to be those that are pinned. Nothing is loaded. So all that reads a session's maps reads a
 * group's.
 */
#include "loader/group.h"
#include "loader/group_path.h"
#include "loader/guard.h"
#include "loader/maps.h"

#include <bpf/bpf.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <linux/membarrier.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "1234,name": made by process 1234, which is not there any more. */
static bool was_abandoned(const char *folder)
{
	char *comma;
	long pid = strtol(folder, &comma, 10);

	return *comma == ',' && pid > 0 && kill((pid_t)pid, 0) && errno == ESRCH;
}

int group_list(struct arena *a, struct group_names *names, struct failure *why)
{
	struct failure ignored = {.arena = a};
	struct dirent *e;
	int code = group_check_mount(why);
	DIR *dir = code ? NULL : opendir(GROUP_ROOT);

	if (code || (!dir && errno == ENOENT))
		return code;
	if (!dir)
		return failure_set(why, EXIT_OBJECT, "cannot list %s: %s", GROUP_ROOT,
				   failure_errno(why, errno));
	while ((e = readdir(dir))) {
		if (was_abandoned(e->d_name))
			group_remove_folder(a, e->d_name);
		else if (group_check_name(e->d_name, &ignored) == 0)
			vec_push(a, &names->v, arena_printf(a, "%s", e->d_name));
	}
	closedir(dir);
	if (names->v.n)
		qsort(names->v.v, names->v.n, sizeof(*names->v.v), by_text);
	return 0;
}

/* ---- opening ---- */

static int damaged(struct group *g, const char *what)
{
	g->is_damaged = true;
	failure_set(g->why, EXIT_OBJECT, "group '%s' is damaged: %s", g->name, what);
	failure_hint(g->why, "`nubpf detach %s` removes it", g->name);
	return EXIT_OBJECT;
}

/* What pin_bytes() has put into a map. */
static bool read_bytes(struct group *g, const char *file, struct sv *bytes)
{
	struct arena *a = g->session.arena;
	struct bpf_map_info info = {0};
	uint32_t size = sizeof(info), first = 0;
	uint64_t n = 0;
	int fd = bpf_obj_get(group_file(a, g->name, file));
	char *value;
	bool good = fd >= 0 && !bpf_obj_get_info_by_fd(fd, &info, &size) &&
		    info.type == BPF_MAP_TYPE_ARRAY && info.key_size == sizeof(first) &&
		    info.value_size > sizeof(n);

	if (good) {
		value = arena_alloc(a, info.value_size, 8);
		good = !bpf_map_lookup_elem(fd, &first, value);
		memcpy(&n, value, sizeof(n));
		good &= n <= info.value_size - sizeof(n);
		*bytes = (struct sv){value + sizeof(n), (size_t)n};
	}
	if (fd >= 0)
		close(fd);
	return good;
}

static bool read_about(struct group *g)
{
	json_t *about, *started;
	const char *file;
	struct sv text;

	if (!read_bytes(g, "about", &text))
		return false;
	about = json_loadb(text.p, text.n, 0, NULL);
	started = json_object_get(about, "started_ns");
	file = json_string_value(json_object_get(about, "object"));
	g->file = arena_printf(g->session.arena, "%s", file ? file : "?");
	g->started_ns = (uint64_t)json_integer_value(started);
	g->timestamps = json_is_true(json_object_get(about, "timestamps"));
	json_decref(about);
	return started != NULL;
}

/* The map is the one that is pinned as `file`: 0 or -errno. */
static int take_map(struct group *g, struct bpf_map *map, const char *file)
{
	int fd = bpf_obj_get(group_file(g->session.arena, g->name, file)), err;

	if (fd < 0)
		return -errno;
	err = bpf_map__reuse_fd(map, fd);
	close(fd);
	return err;
}

static int take_maps(struct group *g)
{
	static const char *const data[] = {"bss", "data"};
	const struct manifest *m = g->object.manifest;
	struct arena *a = g->session.arena;

	for (uint32_t i = 0; i < m->maps.n; i++) {
		struct bpf_map *map = maps_get(g->session.bpf, &m->maps.v[i]);

		if (!map || take_map(g, map, arena_printf(a, "m%u", i)))
			return damaged(g, "a map is missing");
	}
	for (uint32_t i = 0; i < ARRAY_SIZE(data); i++) {
		struct bpf_map *map = bpf_object__find_map_by_name(g->session.bpf,
								   arena_printf(a, ".%s", data[i]));
		int err = map ? take_map(g, map, data[i]) : 0;

		if (err && err != -ENOENT)
			return damaged(g, "its variables are missing");
	}
	return maps_check(g->session.bpf, m, g->why) ? damaged(g, g->why->message) : 0;
}

static int open_maps(struct group *g)
{
	struct bpf_object_open_opts opts = {.sz = sizeof(opts), .object_name = "nubpf"};
	int code;

	guard_begin(arena_printf(g->session.arena,
				 "group '%s' is damaged: libbpf crashed on its object\n", g->name));
	g->session.bpf = bpf_object__open_mem(g->object.bytes.p, g->object.bytes.n, &opts);
	code = g->session.bpf ? take_maps(g) : damaged(g, "libbpf cannot open its object");
	guard_end();
	return code;
}

/* Descriptors of its programs, the state of each, and the paths of links. */
static void find_programs(struct group *g)
{
	const struct manifest *m = g->object.manifest;
	struct arena *a = g->session.arena;

	g->session.state = arena_array(a, struct load_program, m->programs.n + 1);
	for (uint32_t i = 0; i < m->programs.n; i++) {
		int fd = bpf_obj_get(group_file(a, g->name, arena_printf(a, "p%u", i)));
		struct bpf_prog_info info = {0};
		uint32_t size = sizeof(info), before = g->links.n;

		vec_push(a, &g->programs, fd);
		for (uint32_t k = 0;; k++) {
			char *path = group_file(a, g->name, arena_printf(a, "l%u_%u", i, k));

			if (access(path, F_OK))
				break;
			vec_push(a, &g->links, path);
		}
		g->session.state[i].attached = g->links.n > before;
		if (fd >= 0 && !bpf_obj_get_info_by_fd(fd, &info, &size))
			g->session.state[i].misses = info.recursion_misses;
	}
	g->session.pinned = g->programs.v;
}

int group_open(struct group *g, struct arena *a, const char *name, struct failure *why)
{
	struct sv bytes;
	int code;

	*g = (struct group){.name = name, .why = why, .dir_fd = -1, .file = "?"};
	g->session = (struct session){.arena = a, .object = &g->object, .why = why};
	code = group_check_name(name, why);
	if (!code)
		code = group_check_mount(why);
	if (code)
		return code;
	g->dir_fd = open(group_folder(a, name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (g->dir_fd < 0 && errno == ENOENT) {
		failure_set(why, EXIT_OBJECT, "there is no group '%s'", name);
		failure_hint(why, "`nubpf list` names them");
		return EXIT_OBJECT;
	}
	if (g->dir_fd < 0)
		return failure_set(why, EXIT_OBJECT, "cannot open group '%s': %s", name,
				   failure_errno(why, errno));
	if (!read_about(g) || !read_bytes(g, "object", &bytes))
		return damaged(g, "it does not say what it is");
	code = object_open(a, bytes, &g->object, why);
	if (code)
		return damaged(g, why->message);
	g->object.path = g->file;
	code = open_maps(g);
	if (!code)
		find_programs(g);
	return code;
}

int group_lock(struct group *g)
{
	if (flock(g->dir_fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	return failure_set(g->why, EXIT_OBJECT, "somebody else reads the rows of group '%s'",
			   g->name);
}

/* ---- ending ---- */

int group_detach(struct group *g)
{
	int error = 0;

	for (uint32_t i = 0; i < g->links.n; i++) {
		/* The last descriptor's close detaches at once; a path's end would do so later. */
		int fd = bpf_obj_get(g->links.v[i]);

		if (unlink(g->links.v[i]))
			error = errno;
		if (fd >= 0)
			close(fd);
	}
	/* Programs that had started end under RCU. */
	syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
	return error ? failure_set(g->why, EXIT_OBJECT, "cannot detach group '%s': %s", g->name,
				   failure_errno(g->why, error))
		     : 0;
}

int group_run_end(struct group *g)
{
	uint64_t no_args[12] = {0};
	struct bpf_test_run_opts opts = {
		.sz = sizeof(opts), .ctx_in = no_args, .ctx_size_in = sizeof(no_args)};

	for (uint32_t i = 0; i < g->programs.n; i++) {
		const struct manifest_program *p = &g->object.manifest->programs.v[i];
		int err = 0;

		if (g->programs.v[i] < 0 || family_find(p->family)->when != FAMILY_AFTER)
			continue;
		err = bpf_prog_test_run_opts(g->programs.v[i], &opts);
		if (err)
			return failure_set(g->why, EXIT_OBJECT, "cannot run '%s': %s", p->label,
					   failure_errno(g->why, err));
	}
	return 0;
}

int group_remove(struct group *g)
{
	int err = group_remove_folder(g->session.arena, g->name);

	return err ? failure_set(g->why, EXIT_OBJECT, "cannot remove group '%s': %s", g->name,
				 failure_errno(g->why, err))
		   : 0;
}

void group_close(struct group *g)
{
	for (uint32_t i = 0; i < g->programs.n; i++) {
		if (g->programs.v[i] >= 0)
			close(g->programs.v[i]);
	}
	if (g->session.bpf)
		bpf_object__close(g->session.bpf);
	object_close(&g->object);
	if (g->dir_fd >= 0)
		close(g->dir_fd);
}
