/*
 * alternatives.h - `fentry:X|kprobe:X`: programs of which the first runs that can.
 */
#ifndef LOADER_ALTERNATIVES_H
#define LOADER_ALTERNATIVES_H

#include "loader/session.h"

/* Whether the others can do without program i: it is optional, or has or is an alternative. */
bool alternatives_may_lack(const struct manifest *m, uint32_t i);
/* Whether one of those that program i is an alternative of is attached. */
bool alternatives_are_served(const struct session *s, uint32_t i);
/* Whether program i is one of alternatives, and another one is used. */
bool alternatives_are_idle(const struct session *s, uint32_t i);
/* After all that could were attached: notes which alternatives are used; 0, or an exit code with
 * s->why filled when of some that are not optional none is. */
int alternatives_settle(struct session *s);

#endif
