/*
 * lower.h - a checked unit to MIR and to the manifest's description of it.
 */
#ifndef FRONTEND_LOWER_H
#define FRONTEND_LOWER_H

#include "frontend/sema.h"
#include "midend/pass.h"
#include "runtime/manifest.h"

struct lower_options {
	/* Defs become subprograms: where that may be smaller, nowhere, wherever it can be. */
	enum call_form defs;
	uint32_t most_insts; /* NULL rather than a function with more, when defs are laid out; 0: any */
};

/* Lowers every program of a unit that was checked without errors. Fills *m (version, programs,
 * events, params, maps, sites, states; not tool and hash). What cannot be lowered is reported in
 * unit->sink; the module is then incomplete and must not be used. */
struct mir_module *lower_unit(struct unit *unit, struct manifest *m, struct lower_options o);

#endif
