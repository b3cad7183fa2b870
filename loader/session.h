/*
 * session.h - one object in the kernel: opened, loaded, attached, detached.
 *
 * Everything that the session holds ends with it or with the process: programs are attached through
 * descriptors only.
 */
#ifndef LOADER_SESSION_H
#define LOADER_SESSION_H

#include "loader/attach.h"
#include "loader/object.h"
#include "loader/params.h"
#include "loader/render.h"

struct session {
	struct arena *arena;
	const struct object *object;
	struct failure *why;
	bool quiet; /* people are told nothing on standard error */
	struct bpf_object *bpf;
	struct attach_shared shared;
	uint32_t nattached; /* programs that are attached now */
	/* One each per manifest.programs. */
	struct bpf_program **programs; /* NULL: not wanted */
	const int *pinned; /* of a group: descriptors of programs, -1: not there; else NULL */
	struct attach *attach;
	struct load_program *state;
	VEC(const char *) notes; /* which alternatives are used, and why */
	bool *excluded; /* by --only, or because the kernel cannot have an optional one */
};

/* What the user asked of the object. */
struct session_options {
	const struct param_value *values; /* one per manifest.params */
	bool timestamps;
	const char *btf;       /* file with the kernel's types; NULL: its own */
	uint32_t buffer_bytes; /* of the ring buffer; 0: what the object asks for */
	bool attaches;	       /* session_attach() will follow */
	bool shows_progress;   /* on standard error, when that takes long */
	bool (*wants)(const struct manifest_program *p, const void *arg); /* NULL: every one */
	const void *wants_arg;
};

/* Whether a program is among `n` labels or symbols; no names stand for every program. */
bool session_names(const struct manifest_program *p, const char *const *names, uint32_t n);
/* Every name is one of a program: 0, or EXIT_USAGE with *why filled. */
int session_check_names(const struct manifest *m, const char *option, const char *const *names,
			uint32_t n, struct failure *why);
/* Opens the object in libbpf, stores the parameters and loads it: 0, or an exit code with s->why
 * filled. Optional programs that the kernel refuses are left out. The session is to be closed in
 * any case. */
int session_load(struct session *s, struct arena *a, const struct object *o,
		 const struct session_options *options, struct failure *why);
/* Attaches the programs in the order of the file. On failure those already attached are detached by
 * session_close(). */
int session_attach(struct session *s);
/* Runs program number i once, without its target: 0, or an exit code with s->why filled. */
int session_run_one(struct session *s, uint32_t i);
/* Runs the programs that the loader itself runs once: FAMILY_BEFORE or FAMILY_AFTER. */
int session_run(struct session *s, enum family_when when);
/* Detaches everything. When it returns no program runs any more. */
void session_detach(struct session *s);
/* Fills in what the kernel counted for each program: misses and, when it was `measured`, runs. */
void session_count_runs(struct session *s, bool measured);
void session_close(struct session *s);

#endif
