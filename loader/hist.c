/* hist.c - see hist.h; the numbering of buckets is that of struct manifest_map. */
#include "loader/hist.h"

#include "loader/render_text.h"
#include "runtime/units.h"

enum {
	LOG2_BUCKETS = 66, /* negative, 0, and 64 powers of two */
	BAR_WIDTH = 40,
	GAP_LINES = 4, /* more empty buckets in a row than these are one line "⋮" */
};

/* Values in [low, high) fill this many steps, the last one maybe in part. */
static uint64_t linear_steps(const struct manifest_map *map)
{
	uint64_t range = (uint64_t)map->high - (uint64_t)map->low, step = (uint64_t)map->step;

	return range / step + (range % step != 0);
}

uint32_t hist_buckets(const struct manifest_map *map)
{
	return map->linear ? (uint32_t)linear_steps(map) + 2 : LOG2_BUCKETS;
}

static struct hist_range linear_range(const struct manifest_map *map, uint32_t number)
{
	uint64_t steps = linear_steps(map);
	struct hist_range r = {map->high, 0, true, false};

	if (number == 0)
		return (struct hist_range){0, map->low, false, true};
	if (number > steps)
		return r;
	r.low = (int64_t)((uint64_t)map->low + (number - 1) * (uint64_t)map->step);
	r.high = number == steps ? map->high : (int64_t)((uint64_t)r.low + (uint64_t)map->step);
	r.has_high = true;
	return r;
}

struct hist_range hist_range(const struct manifest_map *map, uint32_t number)
{
	struct hist_range r = {0, 0, true, true};
	bool is_unsigned = map->unit == WIRE_UINT;
	uint32_t power;

	if (number >= hist_buckets(map))
		number = hist_buckets(map) - 1;
	if (map->linear)
		return linear_range(map, number);
	if (number == 0) {
		r.has_low = false;
		return r;
	}
	if (number == 1) {
		r.high = 1;
		return r;
	}
	power = number - 2;
	r.low = (int64_t)(1ull << power);
	r.has_high = power < (is_unsigned ? 63 : 62);
	r.high = r.has_high ? (int64_t)(1ull << (power + 1)) : 0;
	return r;
}

/* "[1µs, 2µs)", "0", "< 0", "≥ 90". */
static void put_range(struct buf *b, const struct manifest_map *map, uint32_t number)
{
	struct hist_range r = hist_range(map, number);
	bool rough = !map->linear;
	char low[UNITS_MAX], high[UNITS_MAX];
	struct sv l = {low, units_bound(low, map->unit, r.low, rough)};
	struct sv h = {high, units_bound(high, map->unit, r.high, rough)};

	if (!r.has_low)
		buf_printf(b, "< " SV_FMT, SV_ARG(h));
	else if (!r.has_high)
		buf_printf(b, "≥ " SV_FMT, SV_ARG(l));
	else if (!map->linear && number == 1)
		buf_write(b, l.p, l.n);
	else
		buf_printf(b, "[" SV_FMT ", " SV_FMT ")", SV_ARG(l), SV_ARG(h));
}

void hist_bar(struct buf *b, uint64_t part, uint64_t whole, uint32_t width)
{
	static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	double share = whole ? (double)part / (double)whole : 0;
	uint32_t units = (uint32_t)(share * width * 8 + 0.5), used;

	if (part && !units)
		units = 1;
	for (uint32_t i = 0; i < units / 8; i++)
		buf_puts(b, "█");
	buf_puts(b, eighths[units % 8]);
	used = units / 8 + (units % 8 != 0);
	buf_printf(b, "%*s", (int)(width - used), "");
}

static void put_right(struct buf *b, struct sv s, uint32_t width)
{
	uint32_t w = text_width(s);

	buf_printf(b, "%*s", w < width ? (int)(width - w) : 0, "");
	buf_write(b, s.p, s.n);
}

/* One line of a printed hist: a bucket, counted or between counted ones. */
struct line {
	uint32_t at; /* index of the next counted bucket */
	uint32_t number;
	uint64_t count;
	bool is_gap; /* buckets before it are left out */
};

/* Steps to the next line; start with {0}. False after the last. */
static bool next_line(struct line *l, const struct hist_bucket *buckets, uint32_t nbuckets)
{
	if (l->at == nbuckets)
		return false;
	if (l->at == 0)
		l->number = buckets[0].number;
	else
		l->number++;
	l->is_gap = buckets[l->at].number > l->number + GAP_LINES;
	if (l->is_gap)
		l->number = buckets[l->at].number;
	l->count = l->number == buckets[l->at].number ? buckets[l->at++].count : 0;
	return true;
}

static struct sv range_text(struct buf *line, const struct manifest_map *map, uint32_t number)
{
	line->n = 0;
	put_range(line, map, number);
	return (struct sv){line->p, line->n};
}

void hist_print(struct buf *b, const struct manifest_map *map, const struct hist_bucket *buckets,
		uint32_t nbuckets)
{
	struct buf text = {.arena = b->arena};
	char digits[UNITS_MAX];
	uint64_t most = 0, total = 0;
	uint32_t width = (uint32_t)strlen("total"), number_width;

	if (!nbuckets)
		return;
	for (struct line l = {0}; next_line(&l, buckets, nbuckets);) {
		uint32_t w = text_width(range_text(&text, map, l.number));

		width = w > width ? w : width;
		most = l.count > most ? l.count : most;
		total += l.count;
	}
	width += 2;
	number_width = (uint32_t)units_uint(digits, total);
	for (struct line l = {0}; next_line(&l, buckets, nbuckets);) {
		if (l.is_gap) {
			put_right(b, SV("⋮"), width);
			buf_putc(b, '\n');
		}
		put_right(b, range_text(&text, map, l.number), width);
		buf_puts(b, "  ");
		put_right(b, (struct sv){digits, units_uint(digits, l.count)}, number_width);
		buf_puts(b, " │");
		hist_bar(b, l.count, most, BAR_WIDTH);
		buf_puts(b, "│\n");
	}
	put_right(b, SV("total"), width);
	buf_puts(b, "  ");
	put_right(b, (struct sv){digits, units_uint(digits, total)}, number_width);
	buf_putc(b, '\n');
}
