/* kernel_btf.c - see kernel_btf.h. The format: Documentation/bpf/btf.rst of the kernel. */
#include "runtime/kernel_btf.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	UNOPENED = -4096, /* no errno */
	DEPTH_MAX = 32,	  /* typedefs of typedefs, arrays of arrays */
	SIZE_MAX_BYTES = 1 << 28,
	WITH_ENUMERATOR = 256, /* no kind: any enumeration that has one of the name */
};

#define RUNNING_KERNEL "/sys/kernel/btf/vmlinux"

struct kernel_btf {
	struct arena *arena;
	const char *path;
	int error; /* UNOPENED, 0 or why */
	const unsigned char *data;
	size_t size;
	const char *strings;
	uint32_t nstrings;
	uint32_t *types;     /* by number: where it is in data */
	uint32_t n;	     /* one more than the last number */
	struct symmap found; /* kind and name to number, 0: none */
};

struct kernel_btf *kernel_btf_new(struct arena *a, const char *path)
{
	struct kernel_btf *k = arena_new(a, struct kernel_btf);

	*k = (struct kernel_btf){
		.arena = a, .path = path, .error = UNOPENED, .found = {.arena = a}};
	return k;
}

const char *kernel_btf_path(const struct kernel_btf *k)
{
	return k->path;
}

/* ---- reading ---- */

static int read_all(struct kernel_btf *k, int fd)
{
	struct stat st;
	unsigned char *data;
	size_t cap;
	ssize_t n;

	if (fstat(fd, &st))
		return -errno;
	if (!S_ISREG(st.st_mode) || st.st_size < 0 || st.st_size > SIZE_MAX_BYTES)
		return -EINVAL;
	cap = (size_t)st.st_size + 1;
	k->data = data = arena_alloc(k->arena, cap, 8);
	while (k->size < cap && (n = read(fd, data + k->size, cap - k->size)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		k->size += (size_t)n;
	}
	return 0;
}

/* Types in the section .BTF of an ELF file: libbpf finds them. */
static int read_elf(struct kernel_btf *k, const char *path)
{
	struct btf *btf = btf__parse(path, NULL);
	int error = btf ? 0 : -errno;
	const void *raw;
	uint32_t size;

	if (error)
		return error;
	raw = btf__raw_data(btf, &size);
	if (raw) {
		k->data = memcpy(arena_alloc(k->arena, size, 8), raw, size);
		k->size = size;
	} else {
		error = -ENOMEM;
	}
	btf__free(btf);
	return error;
}

/* Bytes behind the fixed part of a record; UINT32_MAX for a kind that is not known. */
static uint32_t more_bytes(const struct btf_type *t)
{
	uint32_t n = btf_vlen(t);

	switch (btf_kind(t)) {
	case BTF_KIND_INT:
	case BTF_KIND_VAR:
	case BTF_KIND_DECL_TAG:
		return 4;
	case BTF_KIND_ARRAY:
		return sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return n * sizeof(struct btf_member);
	case BTF_KIND_ENUM:
		return n * sizeof(struct btf_enum);
	case BTF_KIND_ENUM64:
		return n * sizeof(struct btf_enum64);
	case BTF_KIND_FUNC_PROTO:
		return n * sizeof(struct btf_param);
	case BTF_KIND_DATASEC:
		return n * sizeof(struct btf_var_secinfo);
	case BTF_KIND_PTR:
	case BTF_KIND_FWD:
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_CONST:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_FUNC:
	case BTF_KIND_FLOAT:
	case BTF_KIND_TYPE_TAG:
		return 0;
	}
	return UINT32_MAX;
}

/* Numbers the records between two places; false when one is broken. */
static bool number_types(struct kernel_btf *k, size_t at, size_t end)
{
	enum { RECORD = sizeof(struct btf_type) };

	k->types = arena_array(k->arena, uint32_t, (end - at) / RECORD + 1);
	for (k->n = 1; at < end; k->n++) {
		uint32_t more;

		if (end - at < RECORD)
			return false;
		more = more_bytes((const struct btf_type *)(k->data + at));
		if (more > end - at - RECORD)
			return false;
		k->types[k->n] = (uint32_t)at;
		at += RECORD + more;
	}
	return true;
}

static bool index_all(struct kernel_btf *k)
{
	struct btf_header h;
	size_t types, strings;

	if (k->size < sizeof(h))
		return false;
	memcpy(&h, k->data, sizeof(h));
	types = (size_t)h.hdr_len + h.type_off;
	strings = (size_t)h.hdr_len + h.str_off;
	if (h.magic != BTF_MAGIC || h.hdr_len < sizeof(h) || types % 4 || types > k->size ||
	    h.type_len > k->size - types || strings > k->size || h.str_len > k->size - strings ||
	    !h.str_len || k->data[strings] || k->data[strings + h.str_len - 1])
		return false;
	k->strings = (const char *)k->data + strings;
	k->nstrings = h.str_len;
	return number_types(k, types, types + h.type_len);
}

/* The running kernel's types where it lets them be mapped (since 6.16): reading them takes 36 ms of
 * CPU, a page at a time. They stay mapped to the end. A file of the user's may get shorter
 * meanwhile. */
static bool map_running(struct kernel_btf *k, int fd)
{
	struct stat st;
	void *p;

	if (k->path || fstat(fd, &st) || st.st_size <= 0 || st.st_size > SIZE_MAX_BYTES)
		return false;
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return false;
	k->data = p;
	k->size = (size_t)st.st_size;
	return true;
}

static int open_now(struct kernel_btf *k)
{
	const char *path = k->path ? k->path : RUNNING_KERNEL;
	int fd = open(path, O_RDONLY | O_CLOEXEC), error;

	if (fd < 0)
		return -errno;
	error = map_running(k, fd) ? 0 : read_all(k, fd);
	close(fd);
	if (!error && k->size >= 4 && memcmp(k->data, "\177ELF", 4) == 0)
		error = read_elf(k, path);
	if (!error && !index_all(k))
		error = -EINVAL;
	return error;
}

struct kernel_btf *kernel_btf_from(struct arena *a, const void *bytes, size_t size)
{
	struct kernel_btf *k = kernel_btf_new(a, NULL);

	k->data = bytes;
	k->size = size;
	k->error = index_all(k) ? 0 : -EINVAL;
	return k->error ? NULL : k;
}

int kernel_btf_open(struct kernel_btf *k)
{
	if (k->error == UNOPENED)
		k->error = open_now(k);
	return k->error;
}

/* ---- types ---- */

uint32_t kernel_btf_count(const struct kernel_btf *k)
{
	return k->n;
}

const struct btf_type *kernel_btf_type(const struct kernel_btf *k, uint32_t id)
{
	return id && id < k->n ? (const struct btf_type *)(k->data + k->types[id]) : NULL;
}

const char *kernel_btf_name(const struct kernel_btf *k, uint32_t offset)
{
	return offset < k->nstrings ? k->strings + offset : "";
}

const struct btf_type *kernel_btf_strip(const struct kernel_btf *k, uint32_t *id)
{
	const struct btf_type *t = kernel_btf_type(k, *id);

	for (int depth = 0; t && (btf_is_mod(t) || btf_is_typedef(t)); depth++) {
		if (depth == DEPTH_MAX)
			return NULL;
		*id = t->type;
		t = kernel_btf_type(k, *id);
	}
	return t;
}

/* The next place from `from` on where the name stands as a whole string; 0 at the end. */
static uint32_t find_name(const struct kernel_btf *k, struct sv name, uint32_t from)
{
	while (from < k->nstrings) {
		const char *p = memmem(k->strings + from, k->nstrings - from, name.p, name.n);

		if (!p)
			return 0;
		from = (uint32_t)(p - k->strings);
		if (p[-1] == '\0' && p[name.n] == '\0')
			return from;
		from++;
	}
	return 0;
}

static bool has_enumerator(const struct btf_type *t, uint32_t name)
{
	for (uint32_t n = 0; n < btf_vlen(t); n++)
		if ((btf_is_enum64(t) ? btf_enum64(t)[n].name_off : btf_enum(t)[n].name_off) ==
		    name)
			return true;
	return false;
}

static uint32_t find(const struct kernel_btf *k, struct sv name, unsigned kind)
{
	for (uint32_t at = find_name(k, name, 1); at; at = find_name(k, name, at + 1)) {
		for (uint32_t id = 1; id < k->n; id++) {
			const struct btf_type *t = kernel_btf_type(k, id);

			if (kind == WITH_ENUMERATOR ? btf_is_any_enum(t) && has_enumerator(t, at)
						    : t->name_off == at && btf_kind(t) == kind)
				return id;
		}
	}
	return 0;
}

uint32_t kernel_btf_find(struct kernel_btf *k, struct sv name, unsigned kind)
{
	struct sv key = sv_cstr(arena_printf(k->arena, "%u " SV_FMT, kind, SV_ARG(name)));
	uint32_t id = symmap_get(&k->found, key, UINT32_MAX);

	if (id == UINT32_MAX) {
		id = name.n ? find(k, name, kind) : 0;
		symmap_put(&k->found, key, id);
	}
	return id;
}

uint32_t kernel_btf_find_enumerator(struct kernel_btf *k, struct sv name)
{
	return kernel_btf_find(k, name, WITH_ENUMERATOR);
}

const char *kernel_btf_enumerator(const struct kernel_btf *k, const struct btf_type *t, uint32_t n,
				  int64_t *value)
{
	const struct btf_enum64 *wide = btf_enum64(t) + n;
	const struct btf_enum *narrow = btf_enum(t) + n;

	if (btf_is_enum64(t)) {
		*value = (int64_t)((uint64_t)wide->val_hi32 << 32 | wide->val_lo32);
		return kernel_btf_name(k, wide->name_off);
	}
	*value = btf_kflag(t) ? narrow->val : (int64_t)(uint32_t)narrow->val;
	return kernel_btf_name(k, narrow->name_off);
}

uint32_t kernel_btf_size(const struct kernel_btf *k, uint32_t id)
{
	uint64_t times = 1;

	for (int depth = 0; depth < DEPTH_MAX; depth++) {
		const struct btf_type *t = kernel_btf_strip(k, &id);

		if (!t)
			return 0;
		if (btf_is_ptr(t))
			return times > SIZE_MAX_BYTES ? 0 : (uint32_t)(8 * times);
		if (btf_is_int(t) || btf_is_composite(t) || btf_is_any_enum(t) || btf_is_float(t))
			return times * t->size > SIZE_MAX_BYTES ? 0 : (uint32_t)(times * t->size);
		if (!btf_is_array(t))
			return 0;
		times *= btf_array(t)->nelems;
		if (times > SIZE_MAX_BYTES)
			return 0;
		id = btf_array(t)->type;
	}
	return 0;
}

bool kernel_btf_is_signed(const struct btf_type *t)
{
	return btf_is_any_enum(t) ? btf_kflag(t)
				  : btf_is_int(t) && btf_int_encoding(t) & BTF_INT_SIGNED;
}

bool kernel_btf_is_char(const struct kernel_btf *k, uint32_t id)
{
	const struct btf_type *t = kernel_btf_strip(k, &id);

	return t && btf_is_int(t) && t->size == 1 &&
	       strcmp(kernel_btf_name(k, t->name_off), "char") == 0;
}
