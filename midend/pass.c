/*
 * pass.c - runs passes: makes the analyses they ask for, drops the stale ones, verifies, prints.
 *
 * A pipeline is cut before and after each pass that wants its callees done; within a part one
 * function at a time goes through all passes, so analyses are kept for one function only.
 */
#include "midend/pass_run.h"

#include <time.h>

enum need {
	ORDER = 1,
	DOM = 2,
	USES = 4,
	LOOPS = 8,
	CALLEES = 16,
	CALLERS = 32,
	ALONE = CALLEES | CALLERS,
};

enum pass_id {
#define PASS(id, ...) PASS_##id,
#include "midend/passes.def"
	PASS_COUNT
};

static const struct pass {
	const char *name;
	bool (*run)(struct pass_run *run, struct mir_func *f);
	unsigned needs, keeps;
	const char *help;
} passes[PASS_COUNT] = {
#define PASS(id, name, needs, keeps, help) {name, pass_##id, needs, keeps, help},
#include "midend/passes.def"
};

/* By level. Every one has what the backend needs: inline, call, expand, frame. What comes before
 * inline is done to subprograms only: which of them stay is a question of their size. */
static const char *const pipelines[] = {
	"inline,call,expand,flags,steps,loop,flags,legal,frame,jumps",
	"simplify,cfg,dce,inline,simplify,cfg,dce,call,expand,simplify,cfg,dce,flags,steps,loop,"
	"flags,legal,frame,jumps",
	"simplify,cfg,gvn,dce,inline,simplify,cfg,gvn,simplify,given,range,simplify,cfg,gvn,dce,"
	"call,expand,gvn,simplify,cfg,dce,sink,flags,steps,loop,flags,legal,"
	"frame,jumps",
	"simplify,cfg,gvn,dce,inline,simplify,cfg,gvn,simplify,given,range,simplify,cfg,gvn,"
	"range,simplify,cfg,gvn,dce,call,expand,gvn,simplify,cfg,dce,sink,flags,steps,loop,flags,"
	"legal,frame,jumps",
};

enum {
	PIPELINE_MAX = 64,
	KEEP_BYTES = 1 << 20, /* memory is given back when a pass leaves more than this behind */
};

struct manager {
	struct pass_run run;
	struct arena scratch, kept; /* of one pass; of the analyses of one function */
	unsigned valid;		    /* analyses that hold for the function at hand */
	uint8_t pipeline[PIPELINE_MAX];
	uint32_t n;
	uint64_t ns[PASS_COUNT];
};

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void pass_report(struct pass_run *run, struct span at, const char *help, const char *fmt, ...)
{
	struct pass_problem p = {.at = at, .help = help};
	va_list ap;

	va_start(ap, fmt);
	p.message = arena_vprintf(run->m->arena, fmt, ap);
	va_end(ap);
	vec_push(run->m->arena, &run->problems.list, p);
}

/* ---- names ---- */

static const char *no_pass(struct arena *a, struct sv name)
{
	struct nearest n = {.want = name};

	for (unsigned p = 0; p < PASS_COUNT; p++)
		nearest_offer(&n, sv_cstr(passes[p].name));
	if (n.best.p)
		return arena_printf(a, "no pass '" SV_FMT "'; did you mean '" SV_FMT "'?",
				    SV_ARG(name), SV_ARG(n.best));
	return arena_printf(a, "no pass '" SV_FMT "'", SV_ARG(name));
}

static bool pass_find(struct sv name, uint8_t *id)
{
	for (unsigned p = 0; p < PASS_COUNT; p++) {
		if (sv_is(name, passes[p].name)) {
			*id = (uint8_t)p;
			return true;
		}
	}
	return false;
}

static const char *read_pipeline(struct manager *mg, struct sv list)
{
	struct arena *a = mg->run.m->arena;

	while (list.n) {
		const char *comma = memchr(list.p, ',', list.n);
		struct sv name = {list.p, comma ? (size_t)(comma - list.p) : list.n};

		list = sv_from(list, name.n + 1);
		if (mg->n == PIPELINE_MAX)
			return arena_printf(a, "more than %d passes", PIPELINE_MAX);
		if (!pass_find(name, &mg->pipeline[mg->n++]))
			return no_pass(a, name);
	}
	return NULL;
}

/* ---- one pass over one function ---- */

static void make_analyses(struct manager *mg, const struct mir_func *f, unsigned needs)
{
	struct pass_run *r = &mg->run;
	unsigned make;

	if (needs & (DOM | LOOPS))
		needs |= ORDER;
	make = needs & ~mg->valid;
	if (make & ORDER)
		r->order = mir_order_make(&mg->kept, f);
	if (make & DOM)
		r->dom = mir_dom_make(&mg->kept, f, &r->order);
	if (make & LOOPS)
		r->loops = mir_loops_make(&mg->kept, f, &r->order);
	if (make & USES)
		r->uses = mir_uses_make(&mg->kept, f);
	mg->valid |= needs;
}

static void forget_analyses(struct manager *mg, unsigned but)
{
	mg->valid &= but;
	if (!mg->valid && mg->kept.used_bytes > KEEP_BYTES)
		arena_free(&mg->kept);
}

static void print_after(const struct manager *mg, const struct pass *p, const struct mir_func *f)
{
	const struct pass_options *o = mg->run.options;
	struct arena text = {0};
	struct buf b = {.arena = &text};

	if (!o->print_after.n || !(sv_is(o->print_after, "all") || sv_is(o->print_after, p->name)))
		return;
	buf_printf(&b, "; %s after %s\n", f->name, p->name);
	mir_print_func(&b, f);
	fwrite(b.p, 1, b.n, o->print_to ? o->print_to : stderr);
	arena_free(&text);
}

static void run_pass(struct manager *mg, uint8_t id, struct mir_func *f)
{
	const struct pass *p = &passes[id];
	uint64_t start = now_ns();
	const char *error;

	make_analyses(mg, f, p->needs & ~(unsigned)ALONE);
	if (p->run(&mg->run, f))
		forget_analyses(mg, p->keeps);
	if (mg->scratch.used_bytes > KEEP_BYTES)
		arena_free(&mg->scratch);
	mg->ns[id] += now_ns() - start;
	print_after(mg, p, f);
	if (mg->run.options->verify) {
		error = mir_verify(mg->run.m->arena, f);
		if (error)
			NB_BUG("pass '%s' broke MIR: %s", p->name, error);
	}
}

/* ---- functions ---- */

/* Functions in an order where callees come before their callers. */
static uint32_t *callees_first(struct arena *a, const struct mir_module *m)
{
	struct frame {
		uint32_t func, v;
	} *stack = arena_array(a, struct frame, m->funcs.n);
	bool *seen = arena_array(a, bool, m->funcs.n);
	uint32_t *list = arena_array(a, uint32_t, m->funcs.n);
	uint32_t n = 0;

	for (uint32_t root = 0; root < m->funcs.n; root++) {
		uint32_t depth = 0;

		if (seen[root])
			continue;
		seen[root] = true;
		stack[depth++] = (struct frame){root, 1};
		while (depth) {
			struct frame *top = &stack[depth - 1];
			const struct mir_func *f = m->funcs.v[top->func];
			const struct mir_inst *i;

			if (top->v == f->insts.n) {
				list[n++] = top->func;
				depth--;
				continue;
			}
			i = &f->insts.v[top->v++];
			if (i->block.id && mir_calls(i) && !seen[i->ref]) {
				seen[i->ref] = true;
				stack[depth++] = (struct frame){i->ref, 1};
			}
		}
	}
	return list;
}

/* Subprograms that nobody calls go; calls and sites follow the new numbers. */
static void drop_uncalled(struct mir_module *m)
{
	struct arena scratch = {0};
	uint32_t *to = arena_array(&scratch, uint32_t, m->funcs.n);
	bool *called = arena_array(&scratch, bool, m->funcs.n);
	uint32_t n = 0;

	for (uint32_t k = 0; k < m->funcs.n; k++)
		for (uint32_t v = 1; v < m->funcs.v[k]->insts.n; v++)
			if (mir_calls(&m->funcs.v[k]->insts.v[v]) &&
			    m->funcs.v[k]->insts.v[v].block.id)
				called[m->funcs.v[k]->insts.v[v].ref] = true;
	for (uint32_t k = 0; k < m->funcs.n; k++) {
		to[k] = MIR_NO_FUNC;
		if (!m->funcs.v[k]->section && !called[k])
			continue;
		to[k] = n;
		m->funcs.v[n++] = m->funcs.v[k];
	}
	for (uint32_t s = 0; s < m->sites.n; s++)
		if (m->sites.v[s].func < m->funcs.n)
			m->sites.v[s].func = to[m->sites.v[s].func];
	m->funcs.n = n;
	for (uint32_t k = 0; k < n; k++)
		for (uint32_t v = 1; v < m->funcs.v[k]->insts.n; v++)
			if (mir_calls(&m->funcs.v[k]->insts.v[v]))
				m->funcs.v[k]->insts.v[v].ref = to[m->funcs.v[k]->insts.v[v].ref];
	arena_free(&scratch);
}

/* Passes [from, to) of the pipeline over every function, or over subprograms. */
static void run_part(struct manager *mg, uint32_t from, uint32_t to, bool subprograms)
{
	struct arena order_arena = {0};
	uint32_t *order = callees_first(&order_arena, mg->run.m), n = mg->run.m->funcs.n;
	bool down = passes[mg->pipeline[from]].needs & CALLERS;

	for (uint32_t k = 0; k < n; k++) {
		struct mir_func *f = mg->run.m->funcs.v[order[down ? n - 1 - k : k]];

		for (uint32_t p = from; p < to && !(subprograms && f->section); p++)
			run_pass(mg, mg->pipeline[p], f);
		forget_analyses(mg, 0);
	}
	arena_free(&order_arena);
}

static void run_pipeline(struct manager *mg)
{
	bool of_level = !mg->run.options->passes.n;
	uint32_t from = 0;

	while (from < mg->n) {
		uint32_t to = from + 1;
		bool alone = passes[mg->pipeline[from]].needs & ALONE;

		while (!alone && to < mg->n && !(passes[mg->pipeline[to]].needs & ALONE))
			to++;
		run_part(mg, from, to,
			 of_level && to < mg->n && mg->pipeline[to] == PASS_inline);
		if (mg->pipeline[from] == PASS_inline)
			drop_uncalled(mg->run.m);
		from = to;
	}
}

static void print_times(const struct manager *mg)
{
	FILE *to = mg->run.options->print_to ? mg->run.options->print_to : stderr;

	for (unsigned p = 0; p < PASS_COUNT; p++)
		if (mg->ns[p])
			fprintf(to, "%10.3f ms  %s\n", (double)mg->ns[p] / 1e6, passes[p].name);
}

static const char *check_result(struct manager *mg)
{
	const struct pass_options *o = mg->run.options;
	const struct pass_problems *found = &mg->run.problems;
	const char *error;

	if (found->list.n && !o->problems)
		return found->list.v[0].message;
	for (uint32_t n = 0; n < found->list.n; n++)
		vec_push(mg->run.m->arena, &o->problems->list, found->list.v[n]);
	if (o->verify && !o->passes.n && !found->list.n) {
		error = mir_verify_legal(mg->run.m);
		if (error)
			NB_BUG("the pipeline leaves MIR that the backend does not take: %s", error);
	}
	return NULL;
}

const char *pass_run_all(struct mir_module *m, const struct pass_options *o)
{
	struct manager mg = {.run = {.m = m, .options = o}};
	unsigned level = o->level < ARRAY_SIZE(pipelines) ? o->level : ARRAY_SIZE(pipelines) - 1;
	uint8_t ignored;
	const char *error;

	mg.run.scratch = &mg.scratch;
	error = read_pipeline(&mg, o->passes.n ? o->passes : sv_cstr(pipelines[level]));
	if (!error && o->print_after.n && !sv_is(o->print_after, "all") &&
	    !pass_find(o->print_after, &ignored))
		error = no_pass(m->arena, o->print_after);
	if (error)
		return error;
	if (o->verify) {
		error = mir_verify_module(m);
		if (error)
			NB_BUG("the passes were given wrong MIR: %s", error);
	}
	run_pipeline(&mg);
	arena_free(&mg.scratch);
	arena_free(&mg.kept);
	if (o->time_report)
		print_times(&mg);
	return check_result(&mg);
}

void pass_list(FILE *out)
{
	for (unsigned p = 0; p < PASS_COUNT; p++)
		fprintf(out, "%-10s %s\n", passes[p].name, passes[p].help);
}
