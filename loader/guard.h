/*
 * guard.h - a crash inside libbpf becomes a message about the object that caused it.
 *
 * The loader checks what it reads itself, but libbpf parses the object's types and relocations
 * again and older versions of it (1.1 is in Debian 12) follow offsets that nobody checked. Nothing
 * has been attached at that point, so ending the process undoes everything.
 */
#ifndef LOADER_GUARD_H
#define LOADER_GUARD_H

/* From here to guard_end() a fatal signal prints `message` and exits with code 1. */
void guard_begin(const char *message);
void guard_end(void);

#endif
