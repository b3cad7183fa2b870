/* text.c - see text.h. */
#include "support/text.h"

#include <stdio.h>

void buf_write(struct buf *b, const void *p, size_t n)
{
	if (n > UINT32_MAX / 2 - b->n)
		nb_out_of_memory();
	if (b->n + n + 1 > b->cap)
		arena_grow(b->arena, &b->p, &b->cap, (uint32_t)(b->n + n + 1), 1, 1);
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += (uint32_t)n;
	b->p[b->n] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
	buf_write(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	buf_write(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	char small[256];
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	NB_ASSERT(n >= 0);
	if ((size_t)n < sizeof(small)) {
		buf_write(b, small, (size_t)n);
	} else {
		char *s = arena_vprintf(b->arena, fmt, again);

		buf_write(b, s, (size_t)n);
	}
	va_end(again);
}

void buf_quoted(struct buf *b, struct sv s)
{
	buf_putc(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if (c == '\n')
			buf_puts(b, "\\n");
		else if (c == '\t')
			buf_puts(b, "\\t");
		else if (c < 0x20 || c >= 0x7f)
			buf_printf(b, "\\x%02x", c);
		else
			buf_putc(b, (char)c);
	}
	buf_putc(b, '"');
}

struct symmap_slot {
	struct sv key;
	uint32_t value;
	bool used;
};

static uint64_t hash_of(struct sv s)
{
	uint64_t h = 1469598103934665603ull; /* FNV-1a */

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211ull;
	return h;
}

static struct symmap_slot *slot_of(struct symmap_slot *slots, uint32_t cap, struct sv key)
{
	uint32_t i = (uint32_t)hash_of(key) & (cap - 1);

	while (slots[i].used && !sv_eq(slots[i].key, key))
		i = (i + 1) & (cap - 1);
	return &slots[i];
}

uint32_t symmap_get(const struct symmap *m, struct sv key, uint32_t missing)
{
	struct symmap_slot *s;

	if (!m->cap)
		return missing;
	s = slot_of(m->slots, m->cap, key);
	return s->used ? s->value : missing;
}

void symmap_put(struct symmap *m, struct sv key, uint32_t value)
{
	struct symmap_slot *s;

	if ((m->n + 1) * 2 > m->cap) {
		uint32_t cap = m->cap ? m->cap * 2 : 16;
		struct symmap_slot *slots = arena_array(m->arena, struct symmap_slot, cap);

		for (uint32_t i = 0; i < m->cap; i++)
			if (m->slots[i].used)
				*slot_of(slots, cap, m->slots[i].key) = m->slots[i];
		m->slots = slots;
		m->cap = cap;
	}
	s = slot_of(m->slots, m->cap, key);
	m->n += !s->used;
	*s = (struct symmap_slot){key, value, true};
}

unsigned text_distance(struct sv a, struct sv b, unsigned max)
{
	unsigned row[65];

	if (a.n > 64 || b.n > 64)
		return max + 1;
	for (unsigned j = 0; j <= b.n; j++)
		row[j] = j;
	for (unsigned i = 1; i <= a.n; i++) {
		unsigned diag = row[0], best = row[0] = i;

		for (unsigned j = 1; j <= b.n; j++) {
			unsigned cost = diag + (a.p[i - 1] != b.p[j - 1]);

			diag = row[j];
			if (row[j] + 1 < cost)
				cost = row[j] + 1;
			if (row[j - 1] + 1 < cost)
				cost = row[j - 1] + 1;
			row[j] = cost;
			if (cost < best)
				best = cost;
		}
		if (best > max)
			return max + 1;
	}
	return row[b.n] > max ? max + 1 : row[b.n];
}

void nearest_offer(struct nearest *n, struct sv candidate)
{
	unsigned max = n->want.n < 6 ? 1 + (n->want.n > 2) : (unsigned)(n->want.n / 3);
	unsigned d = text_distance(n->want, candidate, max);

	if (d <= max && (!n->best.p || d < n->distance)) {
		n->best = candidate;
		n->distance = d;
	}
}
