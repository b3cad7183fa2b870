/*
 * arena.h - region allocation: everything a compilation allocates lives in an arena and dies with it.
 *
 * The arena is the first parameter of every function that allocates. Allocation never returns
 * NULL: when memory runs out the process ends with exit code 71. Under ASan freed and unused
 * bytes are poisoned.
 */
#ifndef SUPPORT_ARENA_H
#define SUPPORT_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *chunk; /* newest first */
	char *at, *end;
	size_t used_bytes; /* handed out, for --stats */
};

/* Zeroed memory of `size` bytes aligned to `align` (a power of two). */
void *arena_alloc(struct arena *a, size_t size, size_t align);
/* Frees every chunk; the arena may be used again. */
void arena_free(struct arena *a);
/* A NUL-terminated copy of n bytes. */
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));
/* Doubles `*v` (elements of `size` bytes, capacity `*cap`) until it holds `need` elements. */
void arena_grow(struct arena *a, void *v, uint32_t *cap, uint32_t need, size_t size, size_t align);

#define arena_new(a, T) ((T *)arena_alloc((a), sizeof(T), _Alignof(T)))
#define arena_array(a, T, n) ((T *)arena_alloc((a), sizeof(T) * (size_t)(n), _Alignof(T)))

/* A growing array: VEC(struct foo) foos; vec_push(arena, &foos, x); foos.v[i], foos.n */
#define VEC(T)                                                                                     \
	struct {                                                                                   \
		T *v;                                                                              \
		uint32_t n, cap;                                                                   \
	}
#define vec_reserve(a, vec, need)                                                                  \
	((need) > (vec)->cap ? arena_grow((a), &(vec)->v, &(vec)->cap, (uint32_t)(need),           \
					  sizeof(*(vec)->v), _Alignof(max_align_t))                \
			     : (void)0)
#define vec_push(a, vec, x)                                                                        \
	(vec_reserve((a), (vec), (vec)->n + 1), (vec)->v[(vec)->n] = (x), (vec)->n++)
/* Appends a zeroed element and gives its address (valid until the next push). */
#define vec_add(a, vec)                                                                            \
	(vec_reserve((a), (vec), (vec)->n + 1),                                                    \
	 memset(&(vec)->v[(vec)->n], 0, sizeof(*(vec)->v)), &(vec)->v[(vec)->n++])

/* Ends the process with exit code 71 and a message: memory ran out. */
_Noreturn void nb_out_of_memory(void);
/* Ends the process with exit code 70: nubpf itself is wrong. Never reached by bad input. */
_Noreturn void nb_bug(const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
#define NB_BUG(...) nb_bug(__FILE__, __LINE__, __VA_ARGS__)
#define NB_ASSERT(c) ((c) ? (void)0 : nb_bug(__FILE__, __LINE__, "assertion failed: %s", #c))
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#endif
