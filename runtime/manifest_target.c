/* manifest_target.c - see manifest_target.h. */
#include "runtime/manifest_target.h"

void manifest_set_target(struct manifest_program *p, const struct target *t)
{
	p->family = probes[t->probe].prefix;
	p->target = t->rest;
	p->category = t->category;
	p->name = t->name;
	p->path = t->path;
	p->offset = t->offset;
	p->pid = t->pid;
	p->cpu = t->cpu;
	p->every = t->every;
	p->period_ns = t->period_ns;
	p->frequency = t->frequency;
}
