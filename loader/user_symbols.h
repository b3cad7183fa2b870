/*
 * user_symbols.h - names of the code of processes: from the files that they have mapped, with
 * libdw.
 *
 * Two steps, since a process may end between them: where its addresses come from (a file and a
 * place in it) is asked at once, which function that is when it is shown. Files are opened once,
 * however many processes have mapped them, and through the process, so that what is in its
 * containers, or was deleted since, is what it runs.
 */
#ifndef LOADER_USER_SYMBOLS_H
#define LOADER_USER_SYMBOLS_H

#include "support/text.h"

struct user_symbols {
	struct arena *arena;
	VEC(struct user_module *) modules;
	VEC(struct user_build) builds; /* of the files where programs usually lie */
	bool has_builds;	       /* they were looked at */
	bool has_own;		       /* the files of this process are among the modules */
	bool searches; /* it may look at all files where programs usually lie: a second or so */
	struct symmap path_index;
	VEC(struct sv) paths;
	/* The process that was looked at last. */
	uint32_t process;
	struct buf text;
	VEC(struct user_mapping) mappings; /* with code, by address */
};

enum { USER_BUILD_BYTES = 20 };

/* Where the code at an address comes from. */
struct user_place {
	struct user_module *module; /* NULL: no file, or nobody knows */
	const uint8_t *build;	    /* without a module: build id of the file, or NULL */
	struct sv name;		    /* of what is mapped there: "libc.so.6", "[vdso]"; or empty */
	uint64_t offset;	    /* in the file; of others from the mapping's start */
};

/* Looks at what the process has mapped: false when it is not there, or started after `time_ns` (of
 * CLOCK_BOOTTIME), so that it is another one. */
bool user_symbols_look(struct user_symbols *u, uint32_t process, uint64_t time_ns);
/* What is mapped at the address in the process that was looked at last. */
struct user_place user_symbols_place(struct user_symbols *u, uint64_t address);
/* Says that the place is in a file with that build id, of which 20 bytes are given. */
void user_symbols_of_build(struct user_symbols *u, struct user_place *place, const uint8_t *id,
			   uint64_t offset);
/* The name of the file, or what is known of it. */
struct sv user_symbols_file(struct user_symbols *u, const struct user_place *place);
/* Calls `take` for the function at the place, for those first that are inlined there. `is_return`:
 * the code before the place is meant. Offsets are from the function's start; of inlined ones there
 * is none. False, without a call, when the file knows no function there. */
typedef void user_take_fn(void *arg, const char *name, bool is_inlined, uint64_t offset);
bool user_symbols_name(struct user_symbols *u, const struct user_place *place, bool is_return,
		       user_take_fn *take, void *arg);
void user_symbols_close(struct user_symbols *u);

#endif
