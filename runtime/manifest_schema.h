/*
 * manifest_schema.h - the members of every object in the manifest's JSON, as tables.
 *
 * The writer and the reader walk the same rows, so a member is one line in manifest_schema.c and
 * both know its name, where it lives, when it may be left out and what it may hold.
 */
#ifndef RUNTIME_MANIFEST_SCHEMA_H
#define RUNTIME_MANIFEST_SCHEMA_H

#include "runtime/manifest.h"

enum member_type {
	MEMBER_NAME,	 /* const char *, not empty */
	MEMBER_SYMBOL,	 /* const char *, a C identifier */
	MEMBER_TEXT,	 /* const char *; left out: "" */
	MEMBER_OPTIONAL, /* const char *; left out: NULL */
	MEMBER_ENTRY,	 /* as OPTIONAL; one path component: it names an entry of tracefs */
	MEMBER_BOOL,	 /* left out: false */
	MEMBER_U32,	 /* up to `limit` */
	MEMBER_OFFSET,	 /* int32_t; left out: -1 */
	MEMBER_U64,	 /* up to INT64_MAX */
	MEMBER_I64,
	MEMBER_KIND,	/* enum wire_kind; left out: `missing` */
	MEMBER_SIZE,	/* uint32_t up to `limit`; left out: what the kind `beside` it has */
	MEMBER_PROGRAM, /* uint32_t, index into programs; left out: `missing` */
	MEMBER_FIELD,	/* struct wire_field; left out: NOTHING */
	MEMBER_ENUMERATORS, /* struct manifest_enumerator *; their number is the uint32_t `beside` */
	MEMBER_FIELDS,	/* struct wire_field *; their number is the uint32_t `beside` */
	MEMBER_PARTS	/* struct wire_part *, likewise; `missing`, if any, is the offset of a bool: they are
			 * there */
};

/* A member of an object: `name` in JSON, `offset` in the struct. */
struct member {
	const char *name;
	enum member_type type;
	uint16_t offset, beside;
	uint32_t limit, missing;
};

/* A kind of object: rows up to one without a name. */
struct shape {
	const char *what; /* "program", for messages */
	uint32_t size;	  /* of the struct */
	const struct member *members;
};

/* An array of objects in the manifest: a VEC at `offset`. */
struct section {
	const char *name;
	uint16_t offset;
	uint32_t limit; /* elements */
	struct shape shape;
};

/* What every VEC looks like. */
struct any_vec {
	void *v;
	uint32_t n, cap;
};

enum {
	MANIFEST_SECTIONS = 7,
	MANIFEST_MAX_ENUMERATORS = 65536,
	WIRE_MAX_FIELDS = 1024,
	WIRE_MAX_PLACES = 1024,
	WIRE_MAX_VALUES = 65536 /* of one record, elements of lists counted each */
};

extern const struct shape manifest_shape;    /* the manifest's own members */
extern const struct shape wire_field_shape;
extern const struct section manifest_sections[MANIFEST_SECTIONS];

/* The kind called `name`, or WIRE_KINDS. */
enum wire_kind wire_kind_find(struct sv name);
/* Bytes of a value of that kind when nothing else is said; 0 for kinds of any size. */
uint32_t wire_kind_size(enum wire_kind kind);

#endif
