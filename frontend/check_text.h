/*
 * check_text.h - what the checks of commands on strings and binary share.
 */
#ifndef FRONTEND_CHECK_TEXT_H
#define FRONTEND_CHECK_TEXT_H

#include "frontend/check.h"

/* The input is a string; false after a report. */
bool check_is_text(struct checker *c, struct ast *n, struct ast *input);
/* An argument that check_fold has checked is a string, binary, or a known string; false after a
 * report. */
bool check_text_argument(struct checker *c, struct ast *n, struct ast *a, const char *name);
bool check_binary_argument(struct checker *c, struct ast *n, struct ast *a, const char *name);
bool check_known_argument(struct checker *c, struct ast *n, struct ast *a, const char *name);
/* A known text that is looked for byte by byte; `what` is what cannot run with another one. */
bool check_needle(struct checker *c, struct ast *n, struct ast *a, const char *what);
/* A range of places whose ends are numbers where it stands; false after a report. */
bool check_places(struct checker *c, struct ast *n, struct ast *places);
/* The value of --flag, when it is given, is one of these constants; false after a report, which
 * tells them as `help` does. */
bool check_choice_flag(struct checker *c, struct ast *n, const char *flag,
		       const char *const choices[], uint32_t nchoices, const char *help);
const struct type *check_refuse(struct checker *c, struct ast *n, const char *what,
				const char *why);

#endif
