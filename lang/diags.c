/* diags.c - see diags.h. */
#include "lang/diags.h"

const struct diag_code diag_codes[DIAG_ID_COUNT] = {
#define DIAG(id, code, severity, message, explain) {code, DIAG_##severity, message, explain},
#include "lang/diags.def"
};

struct diag_sink diag_sink_new(struct arena *a, const struct source_set *sources)
{
	return (struct diag_sink){
		.arena = a, .sources = sources, .codes = diag_codes, .ncodes = DIAG_ID_COUNT};
}
