/* manifest_schema.c - the rows: order here is order in the JSON. docs/abi.md describes them. */
#include "runtime/manifest_schema.h"

#define M(S, member, kind, ...)                                                                    \
	{#member, MEMBER_##kind, offsetof(struct S, member), __VA_ARGS__}
#define END {NULL, MEMBER_TEXT, 0, 0, 0, 0}
#define PLAIN 0, 0, 0
#define UPTO(limit) 0, limit, 0
#define MISSING(value) 0, 0, value
#define BESIDE(S, member) offsetof(struct S, member), MANIFEST_MAX_EVENT_BYTES, 0
#define SHAPE(what, S, rows) {what, sizeof(struct S), rows}

/* Lines, columns and other numbers that only people read. */
enum { ANY_U32 = INT32_MAX, MAX_KERNEL = 99999, MAX_ENUMS = 1024 };

static const struct member head[] = {
	M(manifest, tool, TEXT, PLAIN),
	M(manifest, source, TEXT, PLAIN),
	M(manifest, source_sha256, TEXT, PLAIN),
	M(manifest, doc, TEXT, PLAIN),
	M(manifest, kernel, U32, UPTO(MAX_KERNEL)),
	M(manifest, arch, TEXT, PLAIN),
	END,
};

static const struct member field[] = {
	M(wire_field, name, TEXT, PLAIN),
	M(wire_field, kind, KIND, MISSING(WIRE_INT)),
	M(wire_field, offset, U32, UPTO(MANIFEST_MAX_EVENT_BYTES)),
	M(wire_field, size, SIZE, BESIDE(wire_field, kind)),
	M(wire_field, len_at, OFFSET, UPTO(MANIFEST_MAX_EVENT_BYTES)),
	M(wire_field, null_at, OFFSET, UPTO(MANIFEST_MAX_EVENT_BYTES)),
	M(wire_field, taken_at, OFFSET, UPTO(MANIFEST_MAX_EVENT_BYTES)),
	M(wire_field, places, U32, UPTO(WIRE_MAX_PLACES)),
	M(wire_field, fields, FIELDS, BESIDE(wire_field, nfields)),
	M(wire_field, parts, PARTS, BESIDE(wire_field, nparts)),
	M(wire_field, names, U32, UPTO(MAX_ENUMS)),
	END,
};

static const struct member program[] = {
	M(manifest_program, symbol, SYMBOL, PLAIN),
	M(manifest_program, label, NAME, PLAIN),
	M(manifest_program, family, NAME, PLAIN),
	M(manifest_program, target, TEXT, PLAIN),
	M(manifest_program, category, ENTRY, PLAIN),
	M(manifest_program, name, ENTRY, PLAIN),
	M(manifest_program, path, OPTIONAL, PLAIN),
	M(manifest_program, offset, U64, PLAIN),
	M(manifest_program, pid, U32, UPTO(INT32_MAX)),
	M(manifest_program, cpu, OFFSET, UPTO(INT32_MAX)),
	M(manifest_program, every, U64, PLAIN),
	M(manifest_program, period_ns, U64, PLAIN),
	M(manifest_program, frequency, U64, PLAIN),
	M(manifest_program, instead_of, PROGRAM, MISSING(UINT32_MAX)),
	M(manifest_program, optional, BOOL, PLAIN),
	M(manifest_program, streams, BOOL, PLAIN),
	M(manifest_program, file, TEXT, PLAIN),
	M(manifest_program, line, U32, UPTO(ANY_U32)),
	M(manifest_program, col, U32, UPTO(ANY_U32)),
	END,
};

static const struct member event[] = {
	M(manifest_event, name, NAME, PLAIN),
	M(manifest_event, program, PROGRAM, PLAIN),
	M(manifest_event, is_scalar, BOOL, PLAIN),
	M(manifest_event, size, U32, UPTO(MANIFEST_MAX_EVENT_BYTES)),
	M(manifest_event, fields, FIELDS, BESIDE(manifest_event, nfields)),
	M(manifest_event, parts, PARTS, offsetof(struct manifest_event, nparts), 0,
	  offsetof(struct manifest_event, is_print)),
	END,
};

static const struct member param[] = {
	M(manifest_param, name, NAME, PLAIN),
	M(manifest_param, letter, TEXT, PLAIN),
	M(manifest_param, symbol, SYMBOL, PLAIN),
	M(manifest_param, kind, KIND, MISSING(WIRE_INT)),
	M(manifest_param, size, SIZE, BESIDE(manifest_param, kind)),
	M(manifest_param, init, I64, PLAIN),
	M(manifest_param, init_text, TEXT, PLAIN),
	M(manifest_param, is_switch, BOOL, PLAIN),
	M(manifest_param, doc, TEXT, PLAIN),
	END,
};

static const struct member map[] = {
	M(manifest_map, symbol, SYMBOL, PLAIN),
	M(manifest_map, name, TEXT, PLAIN),
	M(manifest_map, use, NAME, PLAIN),
	M(manifest_map, program, PROGRAM, PLAIN),
	M(manifest_map, key, FIELD, PLAIN),
	M(manifest_map, value, FIELD, PLAIN),
	M(manifest_map, bucket_at, U32, UPTO(MANIFEST_MAX_EVENT_BYTES)),
	M(manifest_map, unit, KIND, MISSING(WIRE_NOTHING)),
	M(manifest_map, linear, BOOL, PLAIN),
	M(manifest_map, low, I64, PLAIN),
	M(manifest_map, high, I64, PLAIN),
	M(manifest_map, step, I64, PLAIN),
	END,
};

static const struct member site[] = {
	M(manifest_site, kind, NAME, PLAIN),
	M(manifest_site, message, TEXT, PLAIN),
	M(manifest_site, program, PROGRAM, PLAIN),
	M(manifest_site, file, TEXT, PLAIN),
	M(manifest_site, line, U32, UPTO(ANY_U32)),
	M(manifest_site, col, U32, UPTO(ANY_U32)),
	END,
};

static const struct member state[] = {
	M(manifest_state, name, NAME, PLAIN),
	M(manifest_state, symbol, SYMBOL, PLAIN),
	M(manifest_state, program, PROGRAM, MISSING(UINT32_MAX)),
	M(manifest_state, value, FIELD, PLAIN),
	END,
};

static const struct member enumeration[] = {
	M(manifest_enum, name, TEXT, PLAIN),
	M(manifest_enum, values, ENUMERATORS, BESIDE(manifest_enum, nvalues)),
	END,
};

const struct shape manifest_shape = SHAPE("manifest", manifest, head);
const struct shape wire_field_shape = SHAPE("field", wire_field, field);

#define SECTION(S, section, limit) {#section "s", offsetof(struct manifest, section##s), limit,    \
				    SHAPE(#section, S, section)}

const struct section manifest_sections[MANIFEST_SECTIONS] = {
	/* Fields name them: they are read first. */
	{"enums", offsetof(struct manifest, enums), MAX_ENUMS,
	 SHAPE("enum", manifest_enum, enumeration)},
	SECTION(manifest_program, program, 4096), SECTION(manifest_event, event, 4096),
	SECTION(manifest_param, param, 256),	  SECTION(manifest_map, map, 4096),
	SECTION(manifest_site, site, 65536),	  SECTION(manifest_state, state, 1024),
};
