/* tally.c - see tally.h; the words of a value are those of lang/maps.def. */
#include "loader/tally.h"

#include "runtime/units.h"

__extension__ typedef unsigned __int128 wide;

static const char *const names[] = {
	[TALLY_COUNT] = "count", [TALLY_SUM] = "sum", [TALLY_AVG] = "avg",
	[TALLY_MIN] = "min",	 [TALLY_MAX] = "max",
};

const char *tally_name(enum tally_what what)
{
	return names[what];
}

uint32_t tally_columns(enum map_use use, enum tally_what columns[TALLY_COLUMNS])
{
	/* The column that a use is named after, then what else its words say. */
	static const struct {
		enum map_use use;
		uint32_t n;
		enum tally_what columns[TALLY_COLUMNS];
	} all[] = {
		{MAP_COUNT, 1, {TALLY_COUNT}},
		{MAP_SUM, 1, {TALLY_SUM}},
		{MAP_MIN, 1, {TALLY_MIN}},
		{MAP_MAX, 1, {TALLY_MAX}},
		{MAP_AVG, 2, {TALLY_AVG, TALLY_COUNT}},
		{MAP_STATS, 5, {TALLY_COUNT, TALLY_SUM, TALLY_AVG, TALLY_MIN, TALLY_MAX}},
	};

	for (uint32_t i = 0; i < ARRAY_SIZE(all); i++) {
		if (all[i].use != use)
			continue;
		memcpy(columns, all[i].columns, sizeof(all[i].columns));
		return all[i].n;
	}
	return 0;
}

static bool is_unsigned(const struct manifest_map *map)
{
	return map->unit == WIRE_UINT;
}

static bool below(const struct manifest_map *map, int64_t x, int64_t y)
{
	return is_unsigned(map) ? (uint64_t)x < (uint64_t)y : x < y;
}

void tally_merge(struct tally *to, const struct manifest_map *map, const struct tally *from)
{
	if (!from->n && !from->sum)
		return;
	if (!to->n || below(map, from->least, to->least))
		to->least = from->least;
	if (!to->n || below(map, to->greatest, from->greatest))
		to->greatest = from->greatest;
	to->n += from->n;
	to->sum = (tally_sum)((wide)to->sum + (wide)from->sum);
}

void tally_add(struct tally *t, const struct manifest_map *map, const uint64_t *words)
{
	enum map_use use = map_use_find(map->use);
	struct tally one = {0};

	for (uint32_t i = 0; map_uses[use].words[i]; i++) {
		switch (map_uses[use].words[i]) {
		case 'n':
			one.n = words[i];
			break;
		case 'x':
			one.n = words[i] != 0;
			break;
		case 's':
			one.sum = (tally_sum)((wide)one.sum + words[i]);
			break;
		case 'S':
			one.sum = (tally_sum)((wide)one.sum + ((wide)words[i] << 64));
			break;
		case 'l':
			one.least = is_unsigned(map) ? (int64_t)~words[i]
						     : (int64_t)(INT64_MAX - words[i]);
			break;
		case 'g':
			one.greatest = is_unsigned(map) ? (int64_t)words[i]
							: (int64_t)(words[i] ^ (UINT64_C(1) << 63));
			break;
		}
	}
	tally_merge(t, map, &one);
}

bool tally_has(enum map_use use, const struct tally *t)
{
	return use == MAP_SUM || use == MAP_COUNT || t->n;
}

/* The average, cut to a whole number, and of the rest millionths. */
static tally_sum average(const struct tally *t, uint32_t *millionths)
{
	wide size = t->sum < 0 ? -(wide)t->sum : (wide)t->sum;
	wide whole = size / t->n, part = size % t->n * 1000000 / t->n;

	*millionths = (uint32_t)part;
	return t->sum < 0 ? (tally_sum)-whole : (tally_sum)whole;
}

static tally_sum value_of(const struct manifest_map *map, enum tally_what what,
			  const struct tally *t, uint32_t *millionths)
{
	*millionths = 0;
	switch (what) {
	case TALLY_COUNT:
		return t->n;
	case TALLY_SUM:
		return t->sum;
	case TALLY_AVG:
		return average(t, millionths);
	case TALLY_MIN:
		return is_unsigned(map) ? (tally_sum)(uint64_t)t->least : t->least;
	case TALLY_MAX:
		return is_unsigned(map) ? (tally_sum)(uint64_t)t->greatest : t->greatest;
	}
	return 0;
}

int tally_compare(const struct manifest_map *map, const struct tally *x, const struct tally *y)
{
	enum tally_what columns[TALLY_COLUMNS] = {TALLY_COUNT};
	uint32_t parts[2];
	tally_sum values[2];
	int order;

	tally_columns(map_use_find(map->use), columns);
	if (columns[0] == TALLY_AVG && (!x->n || !y->n))
		return !x->n - !y->n;
	values[0] = value_of(map, columns[0], x, &parts[0]);
	values[1] = value_of(map, columns[0], y, &parts[1]);
	order = (values[0] < values[1]) - (values[0] > values[1]);
	return columns[0] == TALLY_MIN ? -order : order;
}

/* ---- as text ---- */

static size_t wide_text(char *out, tally_sum v, uint32_t millionths, bool negative)
{
	wide left = v < 0 ? -(wide)v : (wide)v;
	char digits[TALLY_TEXT_MAX / 2];
	size_t n = 0, at = 0;

	do {
		digits[n++] = (char)('0' + (int)(left % 10));
		left /= 10;
	} while (left);
	if (negative)
		out[at++] = '-';
	while (n)
		out[at++] = digits[--n];
	if (!millionths)
		return at;
	out[at++] = '.';
	for (uint32_t scale = 100000; millionths; scale /= 10) {
		out[at++] = (char)('0' + millionths / scale);
		millionths %= scale;
	}
	return at;
}

static bool has_unit(const struct manifest_map *map, enum tally_what what)
{
	return what != TALLY_COUNT && (map->unit == WIRE_DURATION || map->unit == WIRE_FILESIZE);
}

size_t tally_json(char *out, const struct manifest_map *map, enum tally_what what,
		  const struct tally *t)
{
	uint32_t millionths;
	tally_sum v = value_of(map, what, t, &millionths);
	bool whole = has_unit(map, what);

	if (whole)
		millionths = 0;
	return wide_text(out, v, millionths,
			 v < 0 || (what == TALLY_AVG && t->sum < 0 && millionths));
}

size_t tally_text(char *out, const struct manifest_map *map, enum tally_what what,
		  const struct tally *t)
{
	uint32_t millionths;
	tally_sum v = value_of(map, what, t, &millionths);
	const char *unit = map->unit == WIRE_DURATION ? " ns" : " B";
	size_t n;

	if (!has_unit(map, what))
		return tally_json(out, map, what, t);
	if (v >= INT64_MIN && v <= INT64_MAX)
		return map->unit == WIRE_DURATION ? units_duration(out, (int64_t)v)
						  : units_filesize(out, (int64_t)v);
	n = tally_json(out, map, what, t); /* more than a duration or filesize can be */
	memcpy(out + n, unit, strlen(unit));
	return n + strlen(unit);
}
