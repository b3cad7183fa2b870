/*
 * kernel_symbols.h - names of kernel addresses, from /proc/kallsyms.
 */
#ifndef LOADER_KERNEL_SYMBOLS_H
#define LOADER_KERNEL_SYMBOLS_H

#include "support/text.h"

/* Read at the first use; start with {.arena = a}. */
struct kernel_symbols {
	struct arena *arena;
	bool tried;
	struct kernel_symbol *v; /* by address */
	uint32_t n;
};

/* The function that the address is in; false when it is in none of the kernel's, or the kernel
 * hides its symbols (kptr_restrict). */
bool kernel_symbols_find(struct kernel_symbols *s, uint64_t address, struct sv *name,
			 uint64_t *offset);
/* Writes "vfs_read+0x10" into name[size] and gives its length; 0 when the address is not in a
 * kernel function or the kernel hides its symbols (kptr_restrict). The type is that of
 * render_options.ksym. */
size_t kernel_symbols_name(void *symbols, uint64_t address, char *name, size_t size);
/* The same table from text in the format of /proc/kallsyms. */
void kernel_symbols_read(struct kernel_symbols *s, struct sv text);

#endif
