/*
 * verifier_log.h - from the verifier's log to the line of source that it refuses.
 */
#ifndef LOADER_VERIFIER_LOG_H
#define LOADER_VERIFIER_LOG_H

#include "loader/line_info.h"

struct verifier_verdict {
	const char *reason;   /* the verifier's last word: "R1 invalid mem access 'scalar'" */
	uint32_t insn;	      /* the last instruction that it looked at; UINT32_MAX: none */
	struct line_place at; /* from the log's own source comments; file NULL: there are none */
};

/* Reads a log of level 1 or 2. */
struct verifier_verdict verifier_log_read(struct arena *a, struct sv log);

#endif
