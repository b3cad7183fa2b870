/*
 * line_info.h - from an instruction of an object to the source line that made it (.BTF.ext).
 */
#ifndef LOADER_LINE_INFO_H
#define LOADER_LINE_INFO_H

#include "loader/elf_file.h"

struct line_place {
	const char *file;
	uint32_t line, col; /* 1-based; col 0 when it is not known */
	const char *text;   /* the source line, or "" */
};

/* The place of instruction number `insn` (64-bit ones count two) of function `symbol`, or false. */
bool line_info_find(const struct elf_file *f, const char *symbol, uint32_t insn,
		    struct line_place *place);

#endif
