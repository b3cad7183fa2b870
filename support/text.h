/*
 * text.h - string views, a growing text buffer and a map from names to numbers.
 */
#ifndef SUPPORT_TEXT_H
#define SUPPORT_TEXT_H

#include "support/arena.h"

/* A view of bytes that somebody else owns; not NUL-terminated. */
struct sv {
	const char *p;
	size_t n;
};

#define SV(lit) ((struct sv){(lit), sizeof(lit) - 1})
#define SV_FMT "%.*s"
#define SV_ARG(s) (int)(s).n, (s).p

static inline struct sv sv_cstr(const char *s)
{
	return (struct sv){s, s ? strlen(s) : 0};
}
static inline bool sv_eq(struct sv a, struct sv b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
static inline bool sv_is(struct sv a, const char *s)
{
	return sv_eq(a, sv_cstr(s));
}
static inline bool sv_starts(struct sv a, struct sv prefix)
{
	return a.n >= prefix.n && memcmp(a.p, prefix.p, prefix.n) == 0;
}
static inline struct sv sv_from(struct sv a, size_t start)
{
	return start >= a.n ? (struct sv){a.p + a.n, 0} : (struct sv){a.p + start, a.n - start};
}
static inline char *sv_dup(struct arena *a, struct sv s)
{
	return arena_strndup(a, s.p, s.n);
}

/* A growing text; `p` is always NUL-terminated once something was written. */
struct buf {
	struct arena *arena;
	char *p;
	uint32_t n, cap;
};

void buf_write(struct buf *b, const void *p, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The bytes as a Nushell/JSON/C double-quoted string: \n \t \\ \" and \u{..}-free \xNN. */
void buf_quoted(struct buf *b, struct sv s);

/* Names to numbers, open addressing; iteration is not offered, so results never depend on hashes. */
struct symmap {
	struct arena *arena;
	struct symmap_slot *slots;
	uint32_t n, cap;
};

/* The number stored under `key`, or `missing`. */
uint32_t symmap_get(const struct symmap *m, struct sv key, uint32_t missing);
/* Stores or overwrites; the key's bytes must outlive the map. */
void symmap_put(struct symmap *m, struct sv key, uint32_t value);

/* Damerau-free Levenshtein distance, capped: anything above `max` is max + 1. */
unsigned text_distance(struct sv a, struct sv b, unsigned max);

/* The nearest of the offered names, for "did you mean": start with {.want = name}, offer each
 * candidate, read `best` (NULL when none is near: at most a third of the length, at least 1). */
struct nearest {
	struct sv want;
	struct sv best;
	unsigned distance;
};
void nearest_offer(struct nearest *n, struct sv candidate);

#endif
