/*
 * mir_text.h - words of MIR text that the printer writes and the parser reads.
 *
 *   map NAME kind N key N value N entries N [flags N]
 *   global NAME rodata|data|bss size N align N shape "i64" [init HEX]
 *   site error|fault|full|lost "MESSAGE" [func N]
 *   member [union] NAME SIZE [: NAME OFFSET [bits N] [of N at N] KIND SIZE ["TYPE"]]…
 *   func NAME[(TYPE, …)] [section "…"] [label "…"] [neutral N] [-> TYPE, …] {
 *   b2 <- b1 b3:                       block and its predecessors in phi order (may be left out)
 *           %5:i64 = add %1, %2        value, type, operation, operands in the order of mir.def
 *   }
 *
 * Operands: %5, b2, -7, @name of a map, global or function, the plain name of a helper, s0, k0.
 * `!FILE:START-END` after a line gives its place; instructions without one have that of the one
 * before, `!0` is no place. `;` starts a comment. Numbers of values and blocks are kept.
 */
#ifndef MIDEND_MIR_TEXT_H
#define MIDEND_MIR_TEXT_H

#include "midend/mir.h"

extern const char *const mir_space_names[MIR_SPACE_COUNT];
extern const char *const mir_kind_names[MIR_PTR];
extern const char *const mir_section_names[MIR_GLOBAL_SECTIONS];
extern const char *const mir_site_names[MIR_SITE_KINDS];
extern const char *const mir_hop_names[MIR_HOP_KINDS];

void mir_print_type(struct buf *b, struct mir_type t);
void mir_print_member(struct buf *b, const struct mir_member *m);
/* One instruction without its place and newline. */
void mir_print_inst(struct buf *b, const struct mir_func *f, mir_val v);

#endif
