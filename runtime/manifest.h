/*
 * manifest.h - what an object says about itself: the section `.nubpf`, versioned JSON.
 *
 * The compiler fills a struct manifest and writes it; the loader and libnubpf read it back.
 * docs/abi.md is the format's description; readers ignore members that they do not know and refuse
 * what they cannot honour. Everything read is checked: sizes, offsets, counts and names.
 */
#ifndef RUNTIME_MANIFEST_H
#define RUNTIME_MANIFEST_H

#include "support/text.h"

enum {
	MANIFEST_VERSION = 1,
	MANIFEST_MAX_BYTES = 4 << 20,
	MANIFEST_MAX_EVENT_BYTES = 1 << 20,
	WIRE_MAX_DEPTH = 8 /* of records and lists */
};

/* What a scalar is: how its bytes are read, and how it is shown. */
enum wire_kind {
	WIRE_NOTHING,  /* always null: no bytes */
	WIRE_BOOL,     /* 1 byte, 0 or 1 */
	WIRE_INT,      /* signed, 1 2 4 8 bytes */
	WIRE_UINT,     /* unsigned, 1 2 4 8 bytes */
	WIRE_DURATION, /* signed 8 bytes, ns */
	WIRE_FILESIZE, /* signed 8 bytes, bytes */
	WIRE_STRING,   /* `size` bytes of which the u32 at len_at count, or those before a NUL */
	WIRE_BINARY,   /* `size` bytes of which the u32 at len_at count */
	WIRE_RECORD,   /* the fields below it, at their own offsets */
	WIRE_KSYM,     /* 8 bytes: a kernel address, shown as symbol+offset */
	WIRE_LIST,     /* `size` bytes in `places` equal parts, each room for one element */
	WIRE_STACK,    /* 8 bytes: the number of a stack, see struct wire_stack */
	WIRE_TEXT,     /* a string that the reader makes of `parts`; no bytes of its own */
	WIRE_KINDS
};

/* A piece of a text: what it says, or value number `field` of those beside it. */
struct wire_part {
	const char *text; /* NULL: the field */
	uint32_t field;
};

/* A value of the map "places": what the loader calls the place that has this number, its key and
 * cookie. Texts with a NUL. */
struct wire_spot {
	char probe[128]; /* "kprobe:vfs_read" */
	char func[128];	 /* "vfs_read" */
};

/* A column of an event, an element of a key, a value of a map. Offsets are from the start of the
 * event (its header included), the key or the value; those of a list's element from its place. */
struct wire_field {
	const char *name; /* "" for a scalar that stands alone */
	enum wire_kind kind;
	uint32_t offset, size;
	int32_t len_at;	 /* STRING, BINARY: offset of a u32 length, or -1. One above `size` says
			  * that the string was cut: `size` bytes are there */
	int32_t null_at; /* offset of a byte that is 1 when the value is null, or -1 */
	int32_t taken_at; /* LIST: offset of a bit per place (bit i % 8 of byte i / 8) that is 1 when
			   * the place has an element, or -1: all have */
	uint32_t places; /* LIST */
	struct wire_field *fields; /* RECORD, TEXT; LIST: the one that says what an element is */
	uint32_t nfields;
	struct wire_part *parts; /* TEXT: of its fields */
	uint32_t nparts;
	uint32_t names; /* INT, UINT: number, from 1 on, of the enumeration it is of; 0: of none */
	const struct manifest_enum *enumeration; /* that one, of a manifest that was read */
};

/* A field that has no bytes yet: always null. */
#define WIRE_FIELD_NONE ((struct wire_field){.name = "", .len_at = -1, .null_at = -1, .taken_at = -1})

/* Every event starts with these 16 bytes; the ring buffer keeps records 8-aligned. */
struct wire_header {
	uint32_t event; /* index into manifest.events */
	uint32_t cpu;	/* 0 unless asked for */
	uint64_t time;	/* ktime_get_ns, or 0 when the object's `nubpf_stamp` is 0 */
};

/* A value of the map whose use is "stacks"; the key is the u64 number that stands for it: a hash of
 * frames, how many they are and process, so that equal stacks of a process have one. */
enum { WIRE_STACK_FRAMES = 127, WIRE_STACK_ROOM = 144 };
struct wire_stack {
	uint32_t process; /* whose addresses these are; 0: the kernel's */
	uint32_t nframes;
	uint64_t time; /* ktime_get_boot_ns of the first time that it was met */
	uint64_t frames[WIRE_STACK_ROOM]; /* addresses, the innermost first; at most 127 */
};

/* A record that no event of the manifest describes: a stack of user space was met for the first
 * time. */
enum { WIRE_NEW_STACK = -1 };
struct wire_new_stack {
	struct wire_header header; /* event: WIRE_NEW_STACK as a u32 */
	uint64_t number;
};
/* The same with where its first frames come from, for when the process has ended before it can be
 * asked: struct bpf_stack_build_id of the kernel's include/uapi/linux/bpf.h. */
enum { WIRE_BUILD_ID_BYTES = 20, WIRE_BUILD_FRAMES = 64, WIRE_BUILD_KNOWN = 1 };
struct wire_build_frame {
	int32_t status; /* WIRE_BUILD_KNOWN: of a file with that build id */
	uint8_t id[WIRE_BUILD_ID_BYTES];
	uint64_t offset; /* in the file */
};
struct wire_new_stack_builds {
	struct wire_new_stack stack;
	int64_t bytes; /* of frames; negative: none */
	struct wire_build_frame frames[WIRE_BUILD_FRAMES];
};

struct manifest_event {
	const char *name; /* `emit NAME`; the program's label by default */
	uint32_t program;
	bool is_print;	/* a line of text made of `parts`; else a row */
	bool is_scalar; /* a row of one column `value` */
	uint32_t size;	/* of the whole record, header included */
	struct wire_field *fields;
	uint32_t nfields;
	struct wire_part *parts; /* is_print */
	uint32_t nparts;
};

struct manifest_program {
	const char *symbol; /* function in the object */
	const char *label;  /* --name, else the target as written */
	const char *family; /* prefix of lang/probes.def: "tracepoint" */
	const char *target; /* as written after the prefix: "syscalls/sys_enter_openat" */
	/* What the target says, by family; NULL or 0 where it has none. */
	/* Of a tracepoint; kind and name of an event; name alone or function of others. */
	const char *category, *name;
	const char *path;	     /* uprobe binary, as written */
	uint64_t offset;	     /* +OFF */
	uint32_t pid;		     /* of this process alone; 0: of every one */
	int32_t cpu;		     /* perf_event: on this cpu alone; -1: on every one */
	uint64_t every;		     /* perf_event: so many events make a sample */
	uint64_t period_ns;	     /* interval, profile */
	uint64_t frequency;	     /* per second, instead of a period */
	uint32_t instead_of; /* runs only when that program cannot; UINT32_MAX: it is no alternative
			      */
	bool optional;	     /* may be missing on this kernel */
	bool retargeted;     /* by the loader's command line; in no JSON */
	bool streams;		     /* --stream: its rows are wanted */
	const char *file;
	uint32_t line, col;
};

/* A load-time constant: parameter of `def main`, in .rodata under `symbol`. */
struct manifest_param {
	const char *name;   /* "min" of --min */
	const char *letter; /* "m" of (-m), or "" */
	const char *symbol;
	enum wire_kind kind; /* BOOL, INT, DURATION, FILESIZE, STRING */
	uint32_t size;	     /* bytes in .rodata; a STRING keeps one NUL */
	int64_t init;	     /* default: numbers, bools */
	const char *init_text; /* default: STRING */
	bool is_switch;	     /* --verbose without a value */
	const char *doc;
};

struct manifest_map {
	const char *symbol;  /* map in the object */
	const char *name;    /* the user's name: `count NAME` */
	const char *use;     /* lang/maps.def: "count", "hist", "timer", "events", "scratch" */
	uint32_t program;    /* first program that uses it */
	struct wire_field key; /* what the script keyed by; NOTHING when it did not key */
	struct wire_field value; /* "map": what it holds */
	/* hist: the map's key is the script's key, then at bucket_at a u32 bucket number. Without a
	 * script key a hist is a per-CPU array indexed by bucket, a count one of a single element.
	 * Log2 buckets: 0 negative values, 1 the value 0, 2+n values of [2^n, 2^(n+1)). Linear: 0
	 * below low, 1+i values of [low + i*step, low + (i+1)*step), the last one from high on. */
	uint32_t bucket_at;
	enum wire_kind unit; /* of what was measured: INT, UINT, DURATION, FILESIZE */
	bool linear;
	int64_t low, high, step;
};

/* Element n of the u64 array `nubpf_sites` in .bss. */
struct manifest_site {
	const char *kind; /* "error" "fault" "full" "lost" "cut" */
	const char *message;
	uint32_t program;
	const char *file; /* relative to the main source's folder */
	uint32_t line, col;
};

/* State that a script keeps: a `mut` at the head of a closure or of the file. */
struct manifest_state {
	const char *name;
	const char *symbol;
	uint32_t program; /* UINT32_MAX: of the file */
	struct wire_field value;
};

/* Names that numbers of the kernel are shown by. */
struct manifest_enumerator {
	const char *name;
	int64_t value;
};

struct manifest_enum {
	const char *name; /* of the kernel's enumeration, or "" */
	struct manifest_enumerator *values; /* in ascending order; the first of equal ones counts */
	uint32_t nvalues;
};

struct manifest {
	uint32_t version;
	const char *tool;   /* "nubpfc 0.1.0" */
	const char *source; /* name of the main source */
	const char *source_sha256;
	const char *doc;    /* comment above `def main` */
	uint32_t kernel;    /* floor: major * 100 + minor */
	const char *arch;   /* "x86_64", "aarch64", or "" when no register is read */
	VEC(struct manifest_program) programs;
	VEC(struct manifest_event) events;
	VEC(struct manifest_param) params;
	VEC(struct manifest_map) maps;
	VEC(struct manifest_site) sites;
	VEC(struct manifest_state) states;
	VEC(struct manifest_enum) enums;
};

/* "bool", "int", …: the kind as the JSON names it. */
const char *wire_kind_name(enum wire_kind kind);
/* RECORD, TEXT: its fields lie beside it in what holds it. */
bool wire_is_group(enum wire_kind kind);
/* How many bytes of its event, key or value a field reads: the end of the last one. */
uint32_t wire_field_end(const struct wire_field *f);
/* Bytes of a list from one place to the next. */
uint32_t wire_place_bytes(const struct wire_field *list);
/* Bytes of a list's bits at taken_at. */
uint32_t wire_taken_bytes(const struct wire_field *list);
/* Bytes of the longest name that the field's number is shown by; 0: it is of no enumeration. */
size_t wire_longest_name(const struct wire_field *f);
/* Adds a name, behind those of lower and equal values; `values` has room for it. */
void manifest_enum_add(struct manifest_enum *e, const char *name, int64_t value);
/* The name of a number of an enumeration, or NULL. */
const char *manifest_enumerator_name(const struct manifest_enum *e, int64_t value);
/* How many bytes of key the manifest describes: a map's key must have at least these. */
uint32_t manifest_map_key_bytes(const struct manifest_map *map);
/* A C identifier: what a name in the object's symbol table may be. */
bool manifest_is_symbol(struct sv s);
/* The manifest as compact JSON with members in a fixed order. */
struct sv manifest_write(struct arena *a, const struct manifest *m);
/* Reads and checks; NULL with *error set to what is wrong. Never trusts a number in it. */
struct manifest *manifest_read(struct arena *a, struct sv json, const char **error);

#endif
