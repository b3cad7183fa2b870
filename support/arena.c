/* arena.c - chunked bump allocation, poisoned under ASan so that a stray access is seen. */
#include "support/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define REDZONE 16
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)0)
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)0)
#define REDZONE 0
#endif

struct arena_chunk {
	struct arena_chunk *next;
	size_t size;
	_Alignas(max_align_t) char data[];
};

enum { CHUNK_MIN = 64 * 1024 };

void nb_out_of_memory(void)
{
	static const char msg[] = "nubpf: out of memory\n";
	ssize_t r = write(STDERR_FILENO, msg, sizeof(msg) - 1);

	(void)r;
	_exit(71);
}

void nb_bug(const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "nubpf: internal error at %s:%d: ", file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\nthis is a bug in nubpf, not in your program; please report it with the input\n");
#ifdef NB_ABORT_ON_BUG
	abort();
#endif
	_exit(70);
}

static void add_chunk(struct arena *a, size_t need)
{
	size_t size = a->chunk ? a->chunk->size * 2 : CHUNK_MIN;
	struct arena_chunk *c;

	if (size > (size_t)8 << 20)
		size = (size_t)8 << 20;
	if (size < need)
		size = need;
	c = calloc(1, sizeof(*c) + size);
	if (!c)
		nb_out_of_memory();
	c->next = a->chunk;
	c->size = size;
	a->chunk = c;
	a->at = c->data;
	a->end = c->data + size;
	ASAN_POISON_MEMORY_REGION(c->data, size);
}

void *arena_alloc(struct arena *a, size_t size, size_t align)
{
	uintptr_t p;

	if (align < 8)
		align = 8;
	if (size > SIZE_MAX / 4)
		nb_out_of_memory();
	p = ((uintptr_t)a->at + align - 1) & ~(uintptr_t)(align - 1);
	if (!a->chunk || p + size + REDZONE > (uintptr_t)a->end) {
		add_chunk(a, size + align + REDZONE);
		p = ((uintptr_t)a->at + align - 1) & ~(uintptr_t)(align - 1);
	}
	a->at = (char *)p + size + REDZONE;
	a->used_bytes += size;
	ASAN_UNPOISON_MEMORY_REGION((void *)p, size);
	return (void *)p;
}

void arena_free(struct arena *a)
{
	while (a->chunk) {
		struct arena_chunk *next = a->chunk->next;

		ASAN_UNPOISON_MEMORY_REGION(a->chunk->data, a->chunk->size);
		free(a->chunk);
		a->chunk = next;
	}
	a->at = a->end = NULL;
	a->used_bytes = 0;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *r = arena_alloc(a, n + 1, 1);

	if (n)
		memcpy(r, s, n);
	return r;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	int n;
	char *r;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	NB_ASSERT(n >= 0);
	r = arena_alloc(a, (size_t)n + 1, 1);
	vsnprintf(r, (size_t)n + 1, fmt, ap);
	return r;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *r;

	va_start(ap, fmt);
	r = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return r;
}

void arena_grow(struct arena *a, void *v, uint32_t *cap, uint32_t need, size_t size, size_t align)
{
	uint32_t ncap = *cap ? *cap : 8;
	void *old, *grown;

	while (ncap < need) {
		if (ncap > UINT32_MAX / 2)
			nb_out_of_memory();
		ncap *= 2;
	}
	grown = arena_alloc(a, (size_t)ncap * size, align);
	memcpy(&old, v, sizeof(old));
	if (*cap)
		memcpy(grown, old, (size_t)*cap * size);
	memcpy(v, &grown, sizeof(grown));
	*cap = ncap;
}
