/*
 * decode.h - the value of a field of an event, a key or a state, as all formats see it.
 *
 * The manifest was checked, so that the bytes of a field lie inside its record; the caller checks
 * that the record has that many bytes (wire_field_end). The bytes themselves may be anything.
 */
#ifndef LOADER_DECODE_H
#define LOADER_DECODE_H

#include "runtime/manifest.h"

struct value {
	enum wire_kind kind; /* NOTHING when it is null */
	bool cut;	     /* STRING, BINARY: there was more than its room held */
	union {
		int64_t i;			 /* INT, DURATION, FILESIZE */
		uint64_t u;			 /* UINT, KSYM, STACK */
		bool b;				 /* BOOL */
		struct sv text;			 /* STRING, BINARY: points into the record */
		const struct wire_field *record; /* RECORD, TEXT: its fields read the same record */
		struct elements {
			const struct wire_field *list;
			const char *record;
			uint32_t next; /* place */
		} elements; /* LIST: see decode_next */
	};
};

/* The value of `f` in the record that starts at `record`; a number that its enumeration has a name
 * for is that string. */
struct value decode_field(const struct wire_field *f, const void *record);
/* What the next element's field (list->fields) reads, NULL behind the last one. */
const char *decode_next(struct elements *e);
/* Order of two values of one field: numbers by size, strings by bytes, lists by their first elements
 * that differ, null first. */
int decode_compare(const struct wire_field *f, const void *left, const void *right);
/* Takes one character off the text: its code point, or -1 for a byte that is not UTF-8. */
int32_t decode_char(struct sv *text);

#endif
