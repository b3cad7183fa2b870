/* manifest.c - facts about wire kinds and fields that the compiler and the loader share. */
#include "runtime/manifest_schema.h"

static const struct {
	const char *name;
	uint32_t size;
} kinds[WIRE_KINDS] = {
	[WIRE_NOTHING] = {"nothing", 0},   [WIRE_BOOL] = {"bool", 1},
	[WIRE_INT] = {"int", 8},	   [WIRE_UINT] = {"uint", 8},
	[WIRE_DURATION] = {"duration", 8}, [WIRE_FILESIZE] = {"filesize", 8},
	[WIRE_STRING] = {"string", 0},	   [WIRE_BINARY] = {"binary", 0},
	[WIRE_RECORD] = {"record", 0},	   [WIRE_KSYM] = {"ksym", 8},
	[WIRE_STACK] = {"stack", 8},	   [WIRE_LIST] = {"list", 0},
	[WIRE_TEXT] = {"text", 0},
};

const char *wire_kind_name(enum wire_kind kind)
{
	return kinds[kind].name;
}

bool wire_is_group(enum wire_kind kind)
{
	return kind == WIRE_RECORD || kind == WIRE_TEXT;
}

uint32_t wire_kind_size(enum wire_kind kind)
{
	return kinds[kind].size;
}

enum wire_kind wire_kind_find(struct sv name)
{
	uint32_t kind = 0;

	while (kind < WIRE_KINDS && !sv_is(name, kinds[kind].name))
		kind++;
	return (enum wire_kind)kind;
}

static void extend(uint32_t *end, int64_t at, uint32_t size)
{
	if (at >= 0 && (uint64_t)at + size > *end)
		*end = (uint32_t)at + size;
}

uint32_t wire_field_end(const struct wire_field *f)
{
	uint32_t end = 0;

	if (f->kind == WIRE_NOTHING)
		return 0;
	extend(&end, f->null_at, 1);
	extend(&end, f->len_at, 4);
	extend(&end, f->taken_at, wire_taken_bytes(f));
	if (!wire_is_group(f->kind))
		extend(&end, f->offset, f->size);
	for (uint32_t i = 0; wire_is_group(f->kind) && i < f->nfields; i++)
		extend(&end, 0, wire_field_end(&f->fields[i]));
	return end;
}

uint32_t wire_place_bytes(const struct wire_field *list)
{
	return list->places ? list->size / list->places : 0;
}

uint32_t wire_taken_bytes(const struct wire_field *list)
{
	return (list->places + 7) / 8;
}

uint32_t manifest_map_key_bytes(const struct manifest_map *map)
{
	uint32_t end = wire_field_end(&map->key);

	if (strcmp(map->use, "hist") == 0)
		extend(&end, map->bucket_at, 4);
	else if (map->key.kind == WIRE_NOTHING)
		extend(&end, 0, 4);
	return end;
}

size_t wire_longest_name(const struct wire_field *f)
{
	size_t longest = 0;

	for (uint32_t i = 0; f->enumeration && i < f->enumeration->nvalues; i++) {
		size_t n = strlen(f->enumeration->values[i].name);

		longest = n > longest ? n : longest;
	}
	return longest;
}

void manifest_enum_add(struct manifest_enum *e, const char *name, int64_t value)
{
	uint32_t at = e->nvalues++;

	for (; at && e->values[at - 1].value > value; at--)
		e->values[at] = e->values[at - 1];
	e->values[at] = (struct manifest_enumerator){name, value};
}

const char *manifest_enumerator_name(const struct manifest_enum *e, int64_t value)
{
	uint32_t low = 0, high = e->nvalues;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (e->values[middle].value < value)
			low = middle + 1;
		else
			high = middle;
	}
	return low < e->nvalues && e->values[low].value == value ? e->values[low].name : NULL;
}

bool manifest_is_symbol(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

		if (!letter && (i == 0 || c < '0' || c > '9'))
			return false;
	}
	return s.n > 0;
}
