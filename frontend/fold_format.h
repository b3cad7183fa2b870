/*
 * fold_format.h - `format` of numbers: the units, and what a number has forms of.
 */
#ifndef FRONTEND_FOLD_FORMAT_H
#define FRONTEND_FOLD_FORMAT_H

#include "frontend/fold_call.h"

/* A unit that a number is written in. */
struct format_unit {
	const char *label;
	int64_t size;
	/* Of time: Nushell divides a float by so many of format_steps, one after another. */
	uint32_t steps;
};
enum { FORMAT_STEPS = 7 };
extern const int64_t format_steps[FORMAT_STEPS];
/* The unit that the text names; false when it is none. */
bool format_duration_unit(struct arena *a, struct sv name, struct format_unit *out);
bool format_filesize_unit(struct sv name, struct format_unit *out);
#define FORMAT_DURATION_UNITS "the unit is ns, us, ms, sec, min, hr, day or wk"
#define FORMAT_FILESIZE_UNITS "the unit is B, kB to EB, or KiB to EiB"

/* The columns of `format number`, in its order. */
enum {
	FORM_DEBUG,
	FORM_DISPLAY,
	FORM_BINARY,
	FORM_LOWEREXP,
	FORM_UPPEREXP,
	FORM_LOWERHEX,
	FORM_UPPERHEX,
	FORM_OCTAL,
	FORMS,
};
extern const struct sv format_forms[FORMS];
/* Bits of a digit of the form; 0: its digits are decimal. */
uint32_t format_form_bits(uint32_t form);

#endif
