/*
 * tally.h - what a script has added up under one key: numbers, sums, averages, extremes.
 */
#ifndef LOADER_TALLY_H
#define LOADER_TALLY_H

#include "lang/maps.h"
#include "runtime/manifest.h"

__extension__ typedef __int128 tally_sum;

/* All cpus together. */
struct tally {
	uint64_t n; /* values; of sums unknown, of extremes 0 for none */
	tally_sum sum;
	int64_t least,
		greatest; /* of unsigned values the bits of a u64; without any they mean nothing */
};

/* What is shown of it. */
enum tally_what { TALLY_COUNT, TALLY_SUM, TALLY_AVG, TALLY_MIN, TALLY_MAX };
enum { TALLY_COLUMNS = 5, TALLY_TEXT_MAX = 128 };

/* The columns of a use, the first one sorts: their number. 0: it is no aggregate, or a hist. */
uint32_t tally_columns(enum map_use use, enum tally_what columns[TALLY_COLUMNS]);
const char *tally_name(enum tally_what what);
/* Adds the words that one cpu has for a key. */
void tally_add(struct tally *t, const struct manifest_map *map, const uint64_t *words);
/* Adds what is under another key. */
void tally_merge(struct tally *to, const struct manifest_map *map, const struct tally *from);
/* Something was added: only then there is an average, a least and a greatest value. Of a sum that
 * is not known. */
bool tally_has(enum map_use use, const struct tally *t);
/* Order by the first column: falling, but of `min` rising. */
int tally_compare(const struct manifest_map *map, const struct tally *x, const struct tally *y);
/* The column as JSON has it, a number of ns or bytes, or as people read it: the length written. An
 * average of ints has up to six decimals, one of ns or bytes none. */
size_t tally_json(char *out, const struct manifest_map *map, enum tally_what what,
		  const struct tally *t);
size_t tally_text(char *out, const struct manifest_map *map, enum tally_what what,
		  const struct tally *t);

#endif
