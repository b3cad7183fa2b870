/*
 * stacks.h - stacks by their numbers: frames out of the kernel's map, with names.
 *
 * A stack is read once. That of a process is looked into as soon as the object says that it is new
 * (stacks_meet), while the process can still be asked what its addresses are; the names are looked
 * up when somebody wants to see them.
 */
#ifndef LOADER_STACKS_H
#define LOADER_STACKS_H

#include "loader/kernel_symbols.h"
#include "loader/user_symbols.h"
#include "runtime/manifest.h"

struct bpf_map;

struct stack_frame {
	struct sv name; /* of the function; of an unknown one what `text` is. UTF-8, no controls */
	struct sv
		text; /* with the offset: "vfs_read+0x10", "libc.so.6+0x9a21f", "inner (inlined)" */
};

/* Frames from the innermost on. */
struct stack {
	bool is_user;
	const struct stack_frame *frames;
	uint32_t nframes;
};

/* Most bytes of the texts of a stack's frames together, with ten more for each. */
enum { STACK_TEXT_MAX = 1 << 16 };

struct stacks {
	struct arena *arena;
	struct kernel_symbols *kernel;
	struct user_symbols user;
	int map_fd; /* of use "stacks", or -1 */
	uint32_t value_bytes;
	struct symmap numbers; /* to index in `known` */
	VEC(struct known_stack *) known;
	char *value;
};

/* `map` may be NULL: every stack is unknown. */
void stacks_open(struct stacks *s, struct arena *a, const struct bpf_map *map,
		 struct kernel_symbols *kernel);
void stacks_close(struct stacks *s);
/* No row waits any more: files of processes that have ended may be looked for, a second or so. */
void stacks_search(struct stacks *s);
/* The stack of this number has just been made; `stacks` is a struct stacks. The frames say where it
 * comes from if its process is not there any more. */
void stacks_meet(void *stacks, uint64_t number, const struct wire_build_frame *frames,
		 uint32_t nframes);
/* The stack of that number, one frame that says its number when it is nowhere; the result lives as
 * long as the stacks. */
const struct stack *stacks_get(void *stacks, uint64_t number);

#endif
