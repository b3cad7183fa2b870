/*
 * tracepoint_tracefs.c - payloads of tracepoints from tracefs' format files.
 *
 * A format file is text, one line a field:
 *	field:const char * filename;	offset:24;	size:8;	signed:0;
 * Lines that do not read so are left out, and so are the common_* fields.
 */
#include "frontend/tracepoint_source.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

enum { FORMAT_MAX_BYTES = 1 << 20, PAYLOAD_MAX_BYTES = 1 << 16 };

int tracefs_open(void)
{
	static const char *const mounted[] = {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"};
	int fs, dir;

	for (size_t i = 0; i < ARRAY_SIZE(mounted); i++) {
		dir = open(mounted[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (dir >= 0 && faccessat(dir, "events", X_OK, 0) == 0)
			return dir;
		if (dir >= 0)
			close(dir);
	}
	fs = fsopen("tracefs", FSOPEN_CLOEXEC);
	if (fs < 0)
		return -errno;
	dir = -1;
	if (fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
		dir = fsmount(fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_RDONLY);
	if (dir < 0)
		dir = -errno;
	close(fs);
	return dir;
}

/* ---- the text ---- */

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

static struct sv trim(struct sv s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = sv_from(s, 1);
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

/* Cuts what stands before the first `end` off *rest; all of it when there is none. */
static struct sv cut(struct sv *rest, char end)
{
	const char *p = rest->n ? memchr(rest->p, end, rest->n) : NULL;
	struct sv head = {rest->p, p ? (size_t)(p - rest->p) : rest->n};

	*rest = sv_from(*rest, head.n + (p ? 1 : 0));
	return head;
}

/* "offset:24" with the given key into *n, at most PAYLOAD_MAX_BYTES. */
static bool number(struct sv part, struct sv key, uint32_t *n)
{
	part = trim(part);
	if (!sv_starts(part, key))
		return false;
	part = sv_from(part, key.n);
	if (!part.n)
		return false;
	*n = 0;
	for (size_t i = 0; i < part.n; i++) {
		if (part.p[i] < '0' || part.p[i] > '9')
			return false;
		*n = *n * 10 + (uint32_t)(part.p[i] - '0');
		if (*n > PAYLOAD_MAX_BYTES)
			return false;
	}
	return true;
}

/* "char prev_comm[16]" into name and type "char[16]". */
static bool declaration(struct arena *a, struct sv decl, struct sv *name, struct sv *c_type)
{
	struct sv dims = {"", 0}, type;
	size_t end, start;

	decl = trim(decl);
	if (decl.n && decl.p[decl.n - 1] == ']') {
		const char *open = memchr(decl.p, '[', decl.n);

		/* `__data_loc char[] name` has its brackets before the name. */
		if (!open)
			return false;
		dims = sv_from(decl, (size_t)(open - decl.p));
		decl.n = (size_t)(open - decl.p);
		decl = trim(decl);
	}
	end = decl.n;
	for (start = end; start && is_word(decl.p[start - 1]);)
		start--;
	type = trim((struct sv){decl.p, start});
	if (start == end || !type.n)
		return false;
	*name = (struct sv){arena_strndup(a, decl.p + start, end - start), end - start};
	*c_type = sv_cstr(arena_printf(a, SV_FMT SV_FMT, SV_ARG(type), SV_ARG(dims)));
	return true;
}

static bool contains(struct sv s, const char *word)
{
	return memmem(s.p, s.n, word, strlen(word)) != NULL;
}

static void classify(struct tp_field *f, uint32_t sign)
{
	struct sv t = f->c_type;
	bool word = f->size == 1 || f->size == 2 || f->size == 4 || f->size == 8;

	f->kind = TP_BYTES;
	if (contains(t, "__data_loc ") || contains(t, "__rel_loc ")) {
		if (sv_is(t, "__data_loc char[]") && f->size == 4)
			f->kind = TP_DATA_LOC;
	} else if (t.p[t.n - 1] == ']') {
		if (sv_starts(t, SV("char[")))
			f->kind = TP_CHARS;
	} else if (t.p[t.n - 1] == '*' && f->size == 8) {
		f->kind = contains(t, "__user") ? TP_USER_PTR : TP_KERNEL_PTR;
		f->is_string = sv_is(t, "const char *") || sv_is(t, "char *");
	} else if ((sv_is(t, "bool") || sv_is(t, "_Bool")) && f->size == 1) {
		f->kind = TP_BOOL;
	} else if (word && !sv_starts(t, SV("struct ")) && !sv_starts(t, SV("union "))) {
		f->kind = TP_INT;
		f->is_signed = sign != 0;
	}
}

static bool field_line(struct arena *a, struct sv line, bool is_syscall, struct tp_field *f)
{
	const struct sv field = SV("field:");
	uint32_t sign = 0;
	struct sv decl;

	line = trim(line);
	if (!sv_starts(line, field))
		return false;
	line = sv_from(line, field.n);
	decl = cut(&line, ';');
	if (!declaration(a, decl, &f->name, &f->c_type) || sv_starts(f->name, SV("common_")))
		return false;
	if (!number(cut(&line, ';'), SV("offset:"), &f->offset) ||
	    !number(cut(&line, ';'), SV("size:"), &f->size) || !f->size)
		return false;
	number(cut(&line, ';'), SV("signed:"), &sign);
	classify(f, sign);
	if (is_syscall && f->size == 8 && !sv_is(f->name, "ret"))
		syscall_narrow(f);
	return true;
}

bool tracefs_parse(struct arena *a, struct sv text, bool is_syscall, tp_fields *out)
{
	while (text.n) {
		struct tp_field f = {0};

		if (field_line(a, cut(&text, '\n'), is_syscall, &f))
			vec_push(a, out, f);
	}
	return out->n != 0;
}

/* ---- the files ---- */

static bool is_path_part(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!is_word(s.p[i]) && s.p[i] != '-' && s.p[i] != '.')
			return false;
	}
	return s.n && s.p[0] != '.';
}

int tracefs_format(struct arena *a, int tracefs, struct sv category, struct sv name, tp_fields *out)
{
	struct buf text = {.arena = a};
	char piece[4096];
	ssize_t n;
	int fd;

	if (!is_path_part(category) || !is_path_part(name))
		return -ENOENT;
	fd = openat(tracefs,
		    arena_printf(a, "events/" SV_FMT "/" SV_FMT "/format", SV_ARG(category),
				 SV_ARG(name)),
		    O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOTDIR ? -ENOENT : -errno;
	while ((n = read(fd, piece, sizeof(piece))) > 0 && text.n < FORMAT_MAX_BYTES)
		buf_write(&text, piece, (size_t)n);
	close(fd);
	if (n < 0)
		return -errno;
	if (!tracefs_parse(a, (struct sv){text.p, text.n}, sv_is(category, "syscalls"), out))
		return -ENODATA;
	return 0;
}

static DIR *open_dir(int at, const char *path)
{
	int fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (fd >= 0 && !dir)
		close(fd);
	return dir;
}

/* Offers the names of a directory's entries, copied into the arena. */
static void offer_entries(struct arena *a, int at, const char *path, struct nearest *n)
{
	DIR *dir = open_dir(at, path);
	const struct dirent *e;

	if (!dir)
		return;
	while ((e = readdir(dir))) {
		if (e->d_type == DT_DIR && e->d_name[0] != '.')
			nearest_offer(n, sv_cstr(arena_strndup(a, e->d_name, strlen(e->d_name))));
	}
	closedir(dir);
}

/* A category that has a tracepoint of exactly this name; the first in the alphabet, or "". */
static struct sv category_with(struct arena *a, int tracefs, struct sv name)
{
	struct sv best = {NULL, 0};
	DIR *dir = open_dir(tracefs, "events");
	const struct dirent *e;

	while (dir && (e = readdir(dir))) {
		const char *path =
			arena_printf(a, "events/%s/" SV_FMT "/format", e->d_name, SV_ARG(name));

		if (e->d_type != DT_DIR || faccessat(tracefs, path, F_OK, 0) != 0)
			continue;
		if (!best.n || strcmp(e->d_name, best.p) < 0)
			best = sv_cstr(arena_strndup(a, e->d_name, strlen(e->d_name)));
	}
	if (dir)
		closedir(dir);
	return best;
}

const char *tracefs_near(struct arena *a, int tracefs, struct sv category, struct sv name)
{
	struct nearest cat = {.want = category}, tp = {.want = name};
	struct sv found;

	if (!is_path_part(category) || !is_path_part(name))
		return NULL;
	found = category_with(a, tracefs, name);
	if (found.n)
		return arena_printf(a, SV_FMT "/" SV_FMT, SV_ARG(found), SV_ARG(name));
	offer_entries(a, tracefs, "events", &cat);
	if (!cat.best.n)
		return NULL;
	offer_entries(a, tracefs, arena_printf(a, "events/" SV_FMT, SV_ARG(cat.best)), &tp);
	if (!tp.best.n)
		return NULL;
	return arena_printf(a, SV_FMT "/" SV_FMT, SV_ARG(cat.best), SV_ARG(tp.best));
}
