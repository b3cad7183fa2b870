/* errors.c - see errors.h. */
#include "lang/errors.h"

#include <string.h>

static const struct run_error errors[] = {
#define ERROR(message, code, text)                                                                 \
	{message, sizeof(code) > 1 ? code : NULL, sizeof(text) > 1 ? text : NULL},
#include "lang/errors.def"
};

const struct run_error *run_error_find(const char *message)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++)
		if (strcmp(errors[i].message, message) == 0)
			return &errors[i];
	return NULL;
}
