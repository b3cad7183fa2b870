/*
 * user_symbols.c - names of the code of processes: from the files that they have mapped, with
 * libdw.
 */
#include "loader/user_symbols.h"

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <elfutils/libdwelf.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* libiberty's, declared here since its header wants a configured package. */
char *cplus_demangle(const char *mangled, int options);
enum { DEMANGLE_LIKE_NM = 1 | 2 | 1 << 8 }; /* DMGL_PARAMS, DMGL_ANSI, DMGL_AUTO */

/* A mapped file, open until its names are wanted. */
struct user_module {
	dev_t device;
	ino_t inode;
	struct sv name;
	int fd; /* -1: not any more */
	Dwfl *dwfl;
	Dwfl_Module *file; /* NULL: no ELF file, or not looked at yet */
	Elf *elf;
	GElf_Addr bias;
	bool tried;
	uint8_t build[USER_BUILD_BYTES];
	bool has_build, build_tried;
};

/* A file by its build id. */
struct user_build {
	uint8_t id[USER_BUILD_BYTES];
	const char *path;
};

struct user_mapping {
	uint64_t low, high, offset;
	struct sv path;
	struct user_module *module;
	bool tried;
};

static bool read_file(struct buf *b, const char *path)
{
	char piece[16384];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = -1;

	b->n = 0;
	if (fd < 0)
		return false;
	while ((got = read(fd, piece, sizeof(piece))) > 0)
		buf_write(b, piece, (size_t)got);
	close(fd);
	return got == 0 && b->n;
}

/* When the process started, in ns of CLOCK_BOOTTIME; UINT64_MAX when it is not there. */
static uint64_t started_ns(struct user_symbols *u, uint32_t process)
{
	enum { FIELDS_BEFORE = 20 }; /* between the name and field 22 of proc_pid_stat(5) */
	long ticks = sysconf(_SC_CLK_TCK);
	char path[64];
	const char *at;

	snprintf(path, sizeof(path), "/proc/%u/stat", process);
	if (!read_file(&u->text, path))
		return UINT64_MAX;
	at = strrchr(u->text.p, ')');
	for (int i = 0; at && i < FIELDS_BEFORE; i++)
		at = strchr(at + 1, ' ');
	return at ? strtoull(at, NULL, 10) * (1000000000 / (uint64_t)ticks) : UINT64_MAX;
}

/* "7f3c0a000000-7f3c0a022000 r-xp 00028000 fe:01 4711    /usr/lib/libc.so.6" */
static bool read_mapping(const char *line, size_t n, struct user_mapping *m)
{
	unsigned long long low, high, offset;
	char mode[5];
	int at = 0;

	if (sscanf(line, "%llx-%llx %4s %llx %*s %*s%n", &low, &high, mode, &offset, &at) < 4 ||
	    mode[2] != 'x' || (size_t)at > n)
		return false;
	while ((size_t)at < n && line[at] == ' ')
		at++;
	*m = (struct user_mapping){
		.low = low, .high = high, .offset = offset, .path = {line + at, n - (size_t)at}};
	return true;
}

/* One copy of each path, however many processes have it. */
static struct sv keep_path(struct user_symbols *u, struct sv path)
{
	uint32_t at = symmap_get(&u->path_index, path, UINT32_MAX);

	if (at == UINT32_MAX) {
		path.p = sv_dup(u->arena, path);
		at = u->paths.n;
		symmap_put(&u->path_index, path, at);
		vec_push(u->arena, &u->paths, path);
	}
	return u->paths.v[at];
}

static void read_mappings(struct user_symbols *u)
{
	struct sv text = {u->text.p, u->text.n};

	u->mappings.n = 0;
	while (text.n) {
		const char *end = memchr(text.p, '\n', text.n);
		size_t n = end ? (size_t)(end - text.p) : text.n;
		struct user_mapping m;

		if (read_mapping(text.p, n, &m)) {
			m.path = keep_path(u, m.path);
			vec_push(u->arena, &u->mappings, m);
		}
		text = sv_from(text, n + 1);
	}
}

bool user_symbols_look(struct user_symbols *u, uint32_t process, uint64_t time_ns)
{
	char path[64];

	u->text.arena = u->path_index.arena = u->arena;
	if (started_ns(u, process) > time_ns)
		return false;
	snprintf(path, sizeof(path), "/proc/%u/maps", process);
	if (!read_file(&u->text, path))
		return false;
	u->process = process;
	read_mappings(u);
	return true;
}

static struct sv last_component(struct sv path)
{
	static const char deleted[] = " (deleted)";
	size_t tail = sizeof(deleted) - 1;

	if (path.n > tail && memcmp(path.p + path.n - tail, deleted, tail) == 0)
		path.n -= tail;
	for (size_t i = path.n; i-- > 0;)
		if (path.p[i] == '/')
			return sv_from(path, i + 1);
	return path;
}

/* The file as the process sees it; map_files leads to it whatever happened to its path. */
static int open_mapped(struct user_symbols *u, const struct user_mapping *m)
{
	char path[PATH_MAX + 64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%u/map_files/%llx-%llx", u->process,
		 (unsigned long long)m->low, (unsigned long long)m->high);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		return fd;
	snprintf(path, sizeof(path), "/proc/%u/root" SV_FMT, u->process, SV_ARG(m->path));
	return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

static struct user_module *add_module(struct user_symbols *u, int fd, const struct stat *s,
				      struct sv name)
{
	struct user_module *m = arena_new(u->arena, struct user_module);

	*m = (struct user_module){.device = s->st_dev, .inode = s->st_ino, .name = name, .fd = fd};
	vec_push(u->arena, &u->modules, m);
	return m;
}

static struct user_module *module_of(struct user_symbols *u, struct user_mapping *m)
{
	struct user_module *module;
	struct stat s;
	int fd;

	if (m->tried || !m->path.n || m->path.p[0] != '/')
		return m->module;
	m->tried = true;
	fd = open_mapped(u, m);
	if (fd < 0)
		return NULL;
	if (fstat(fd, &s) || !S_ISREG(s.st_mode)) {
		close(fd);
		return NULL;
	}
	for (uint32_t i = 0; i < u->modules.n; i++) {
		module = u->modules.v[i];
		if (module->device == s.st_dev && module->inode == s.st_ino) {
			close(fd);
			return m->module = module;
		}
	}
	return m->module = add_module(u, fd, &s, last_component(m->path));
}

struct user_place user_symbols_place(struct user_symbols *u, uint64_t address)
{
	for (uint32_t i = 0; i < u->mappings.n; i++) {
		struct user_mapping *m = &u->mappings.v[i];
		bool is_file = m->path.n && m->path.p[0] == '/';

		if (address < m->low || address >= m->high)
			continue;
		return (struct user_place){
			.module = module_of(u, m),
			.name = last_component(m->path),
			.offset = address - m->low + (is_file ? m->offset : 0),
		};
	}
	return (struct user_place){.offset = address};
}

/* ---- build ids ---- */

/* This process has mapped the libraries that most have. */
static void look_at_own(struct user_symbols *u)
{
	u->has_own = true;
	if (!user_symbols_look(u, (uint32_t)getpid(), UINT64_MAX - 1))
		return;
	for (uint32_t i = 0; i < u->mappings.n; i++)
		module_of(u, &u->mappings.v[i]);
}

void user_symbols_of_build(struct user_symbols *u, struct user_place *place, const uint8_t *id,
			   uint64_t offset)
{
	uint8_t *copy = arena_alloc(u->arena, USER_BUILD_BYTES, 1);

	memcpy(copy, id, USER_BUILD_BYTES);
	place->build = copy;
	place->offset = offset;
	if (!place->name.n)
		place->name = sv_cstr(arena_printf(u->arena, "[build %02x%02x%02x%02x]", id[0],
						   id[1], id[2], id[3]));
}

/* The build id of an ELF file, shorter ones with zeros behind them. */
static bool read_build(int fd, uint8_t id[USER_BUILD_BYTES])
{
	const void *found = NULL;
	ssize_t n = 0;
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
	if (elf && elf_kind(elf) == ELF_K_ELF)
		n = dwelf_elf_gnu_build_id(elf, &found);
	memset(id, 0, USER_BUILD_BYTES);
	if (n > 0)
		memcpy(id, found, n < USER_BUILD_BYTES ? (size_t)n : USER_BUILD_BYTES);
	elf_end(elf);
	return n > 0;
}

static int open_program(const char *path, struct stat *s)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd >= 0 && (fstat(fd, s) || !S_ISREG(s->st_mode))) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static void add_builds(struct user_symbols *u, const char *pattern)
{
	struct user_build b;
	struct stat s;
	glob_t files;

	if (glob(pattern, GLOB_NOSORT, NULL, &files))
		return;
	for (size_t i = 0; i < files.gl_pathc; i++) {
		int fd = open_program(files.gl_pathv[i], &s);

		if (fd >= 0 && read_build(fd, b.id)) {
			b.path = arena_printf(u->arena, "%s", files.gl_pathv[i]);
			vec_push(u->arena, &u->builds, b);
		}
		if (fd >= 0)
			close(fd);
	}
	globfree(&files);
}

/* All programs and libraries where systems keep them. Some 100 ms of work, done once, when code is
 * to be named whose process has ended before it was looked at. */
static void find_builds(struct user_symbols *u)
{
	static const char *const patterns[] = {
		"/usr/bin/*",
		"/usr/sbin/*",
		"/usr/local/bin/*",
		"/usr/lib/*.so*",
		"/usr/lib/*-linux-gnu/*.so*",
		"/usr/lib64/*.so*",
	};

	u->has_builds = true;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++)
		add_builds(u, patterns[i]);
}

static bool is_build(struct user_module *m, const uint8_t *id)
{
	if (!m->build_tried && m->fd >= 0)
		m->has_build = read_build(m->fd, m->build);
	m->build_tried = true;
	return m->has_build && memcmp(m->build, id, USER_BUILD_BYTES) == 0;
}

/* The file of a build id: one that a process has mapped, else one of this system. */
static struct user_module *module_of_build(struct user_symbols *u, const uint8_t *id)
{
	struct stat s;

	if (!u->has_own)
		look_at_own(u);
	for (uint32_t i = 0; i < u->modules.n; i++) {
		if (is_build(u->modules.v[i], id))
			return u->modules.v[i];
	}
	if (!u->searches)
		return NULL;
	if (!u->has_builds)
		find_builds(u);
	for (uint32_t i = 0; i < u->builds.n; i++) {
		struct user_build *b = &u->builds.v[i];
		int fd = memcmp(b->id, id, USER_BUILD_BYTES) ? -1 : open_program(b->path, &s);

		if (fd >= 0)
			return add_module(u, fd, &s, last_component(sv_cstr(b->path)));
	}
	return NULL;
}

struct sv user_symbols_file(struct user_symbols *u, const struct user_place *place)
{
	struct user_module *m = place->build ? module_of_build(u, place->build) : NULL;

	return m ? m->name : place->name;
}

/* ---- names ---- */

static void open_file(struct user_module *m)
{
	static const Dwfl_Callbacks callbacks = {
		.find_elf = dwfl_build_id_find_elf,
		.find_debuginfo = dwfl_standard_find_debuginfo,
		.section_address = dwfl_offline_section_address,
	};

	m->tried = true;
	is_build(m, m->build); /* read while the file is ours */
	/* Nobody waits for a server while events come in. */
	unsetenv("DEBUGINFOD_URLS");
	m->dwfl = dwfl_begin(&callbacks);
	if (!m->dwfl)
		return;
	dwfl_report_begin(m->dwfl);
	m->file = dwfl_report_offline(m->dwfl, "", "", m->fd);
	if (m->file)
		m->fd = -1; /* libdwfl closes it */
	dwfl_report_end(m->dwfl, NULL, NULL);
	if (m->file)
		m->elf = dwfl_module_getelf(m->file, &m->bias);
	if (!m->elf)
		m->file = NULL;
}

/* The address that libdwfl gives to a place in the file; 0 where it has no code. */
static GElf_Addr address_of(const struct user_module *m, uint64_t offset)
{
	size_t n;

	if (elf_getphdrnum(m->elf, &n))
		return 0;
	for (size_t i = 0; i < n; i++) {
		GElf_Phdr p;

		if (gelf_getphdr(m->elf, (int)i, &p) && p.p_type == PT_LOAD &&
		    offset >= p.p_offset && offset - p.p_offset < p.p_filesz)
			return offset - p.p_offset + p.p_vaddr + m->bias;
	}
	return 0;
}

static void take_name(user_take_fn *take, void *arg, const char *name, bool is_inlined,
		      uint64_t offset)
{
	const char *version = strchr(name, '@'); /* of the symbol: clock_nanosleep@GLIBC_2.2.5 */
	char *plain = version && version > name ? strndup(name, (size_t)(version - name)) : NULL;
	char *readable = cplus_demangle(plain ? plain : name, DEMANGLE_LIKE_NM);

	take(arg, readable ? readable : plain ? plain : name, is_inlined, offset);
	free(readable);
	free(plain);
}

static const char *name_of_die(Dwarf_Die *die)
{
	static const unsigned attributes[] = {DW_AT_linkage_name, DW_AT_MIPS_linkage_name,
					      DW_AT_name};
	Dwarf_Attribute found;

	for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
		const char *name =
			dwarf_formstring(dwarf_attr_integrate(die, attributes[i], &found));

		if (name)
			return name;
	}
	return NULL;
}

/* Functions that the compiler has put into the one at the address, the innermost first. */
static void take_inlined(struct user_module *m, GElf_Addr address, user_take_fn *take, void *arg)
{
	Dwarf_Die *scopes = NULL, *around = NULL;
	Dwarf_Addr bias;
	Dwarf_Die *unit = dwfl_module_addrdie(m->file, address, &bias);
	int n = unit ? dwarf_getscopes(unit, address - bias, &scopes) : 0;

	/* Of the innermost one; those around an inlined function else are where it was written. */
	if (n > 0)
		n = dwarf_getscopes_die(&scopes[0], &around);
	for (int i = 0; i < n && around; i++) {
		int tag = dwarf_tag(&around[i]);
		const char *name;

		if (tag == DW_TAG_subprogram)
			break;
		name = tag == DW_TAG_inlined_subroutine ? name_of_die(&around[i]) : NULL;
		if (name)
			take_name(take, arg, name, true, 0);
	}
	free(around);
	free(scopes);
}

bool user_symbols_name(struct user_symbols *u, const struct user_place *place, bool is_return,
		       user_take_fn *take, void *arg)
{
	struct user_module *m = place->build ? module_of_build(u, place->build) : place->module;
	GElf_Addr address;
	GElf_Off offset;
	const char *name;
	GElf_Sym symbol;

	if (!m)
		return false;
	if (!m->tried)
		open_file(m);
	address = m->file ? address_of(m, place->offset) : 0;
	if (!address)
		return false;
	name = dwfl_module_addrinfo(m->file, address - is_return, &offset, &symbol, NULL, NULL,
				    NULL);
	if (!name || !*name)
		return false;
	take_inlined(m, address - is_return, take, arg);
	take_name(take, arg, name, false, offset + is_return);
	return true;
}

void user_symbols_close(struct user_symbols *u)
{
	for (uint32_t i = 0; i < u->modules.n; i++) {
		struct user_module *m = u->modules.v[i];

		if (m->dwfl)
			dwfl_end(m->dwfl);
		if (m->fd >= 0)
			close(m->fd);
	}
	u->modules.n = 0;
}
