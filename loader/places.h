/* places.h - the names of what globs match, for the programs that ask where they run. */
#ifndef LOADER_PLACES_H
#define LOADER_PLACES_H

#include "loader/session.h"

/* Numbers the matches of all globs and makes room for them, before the object is loaded. */
void places_number(struct session *s);
/* Puts their names into the object's map, when it has one: 0, or an exit code with s->why filled.
 */
int places_name(struct session *s);

#endif
