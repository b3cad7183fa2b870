/*
 * kernel_log.h - what libbpf has to say, kept until it is known whether anybody needs it.
 *
 * libbpf reports through one function of the process, so there is one log per process.
 */
#ifndef LOADER_KERNEL_LOG_H
#define LOADER_KERNEL_LOG_H

#include "support/text.h"

/* Starts keeping libbpf's warnings in the arena. verbosity 1 also prints its messages on standard
 * error as they come, 2 its debugging too. */
void kernel_log_open(struct arena *a, unsigned verbosity);
/* Forgets what was kept. */
void kernel_log_clear(void);
/* The last warning without "libbpf: " and newline, or NULL. */
const char *kernel_log_last(void);
/* The program that libbpf last complained about, or NULL. */
const char *kernel_log_program(void);
/* The first complaint about a program, the one that says most: without its name; or NULL. */
const char *kernel_log_about(const char *program);
/* The verifier's log of the program that was refused last, or NULL. */
const char *kernel_log_verifier(void);

#endif
