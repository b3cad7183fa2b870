/*
 * lower_manifest.c - the manifest's side of a unit: programs, load-time constants, state, maps,
 * sites.
 *
 * Names of the object's symbols and of the manifest come from one place each; sites are copied from
 * the module in its order, which is the order of their counters.
 */
#include "frontend/kernel_walk.h"
#include "frontend/lowering.h"

#include "runtime/manifest_target.h"

static void add_program(struct lower *l, const struct program *p)
{
	const struct source_set *sources = l->unit->sink->sources;
	struct place at = source_place(sources, p->at);
	struct manifest_program *m = vec_add(l->arena, &l->manifest->programs);

	*m = (struct manifest_program){
		.symbol = p->symbol,
		.label = p->label,
		.instead_of = p->instead_of,
		.optional = p->optional,
		.streams = p->streams,
		.file = source_get(sources, p->at.file)->name,
		.line = at.line,
		.col = at.col,
	};
	manifest_set_target(m, &p->target);
}

static const void *number_bytes(struct lower *l, int64_t v, uint32_t size)
{
	char *p = arena_alloc(l->arena, size, 8);

	memcpy(p, &v, size); /* the target is little-endian, as every host that builds for it */
	return p;
}

static const void *text_bytes(struct lower *l, struct sv s, uint32_t size)
{
	char *p = arena_alloc(l->arena, size, 8);

	memcpy(p, s.p, s.n);
	return p;
}

static void add_param(struct lower *l, const struct unit_param *u)
{
	const struct value *v = u->param->init ? u->param->init->value : NULL;
	enum wire_kind kind = wire_kind_of(u->sym->type);
	struct manifest_param *p = vec_add(l->arena, &l->manifest->params);
	struct mir_global g = {.name = u->symbol, .section = MIR_GLOBAL_RODATA, .at = u->param->at};

	g.size = kind == WIRE_STRING ? PARAM_STRING_MAX + 1 : kind == WIRE_BOOL ? 1 : 8;
	g.align = 8;
	g.shape = kind == WIRE_STRING ? "char[]" : kind == WIRE_BOOL ? "bool" : "i64";
	*p = (struct manifest_param){
		.name = sv_dup(l->arena, u->param->name),
		.letter = sv_dup(l->arena, u->param->flag_short),
		.symbol = u->symbol,
		.kind = kind,
		.size = g.size,
		.init_text = "",
		.is_switch = u->param->is_switch,
		.doc = sv_dup(l->arena, u->param->doc),
	};
	if (kind == WIRE_STRING) {
		p->init_text = v ? sv_dup(l->arena, v->s) : "";
		g.init = text_bytes(l, sv_cstr(p->init_text), g.size);
	} else {
		p->init = v ? v->i : 0;
		g.init = number_bytes(l, p->init, g.size);
	}
	vec_push(l->arena, &l->param_globals, mir_global_new(l->m, g));
}

static void add_state(struct lower *l, const struct unit_state *u)
{
	enum wire_kind kind = wire_kind_of(u->sym->type);
	int64_t init = u->init ? u->init->i : 0;
	struct manifest_state *s = vec_add(l->arena, &l->manifest->states);
	struct mir_global g = {.name = u->symbol, .at = u->sym->at};

	g.section = init ? MIR_GLOBAL_DATA : MIR_GLOBAL_BSS;
	g.size = kind == WIRE_BOOL ? 1 : 8;
	g.align = 8;
	g.shape = kind == WIRE_BOOL ? "bool" : "i64";
	g.init = init ? number_bytes(l, init, g.size) : NULL;
	*s = (struct manifest_state){
		.name = sv_dup(l->arena, u->sym->name),
		.symbol = u->symbol,
		.program = u->program,
		.value = WIRE_FIELD_NONE,
	};
	s->value.kind = kind;
	s->value.size = g.size;
	vec_push(l->arena, &l->state_globals, mir_global_new(l->m, g));
}

void manifest_start(struct lower *l)
{
	*l->manifest = (struct manifest){
		.version = MANIFEST_VERSION,
		.tool = l->manifest->tool,
		.source = l->manifest->source,
		.source_sha256 = l->manifest->source_sha256,
		.doc = l->unit->doc ? l->unit->doc : "",
		.arch = "",
	};
	l->enums.n = 0;
	l->param_globals.n = 0;
	l->state_globals.n = 0;
	for (uint32_t i = 0; i < l->unit->programs.n; i++)
		add_program(l, &l->unit->programs.v[i]);
	for (uint32_t i = 0; i < l->unit->params.n; i++)
		add_param(l, &l->unit->params.v[i]);
	for (uint32_t i = 0; i < l->unit->states.n; i++)
		add_state(l, &l->unit->states.v[i]);
}

/* ---- enumerations ---- */

uint32_t manifest_enum_number(struct lower *l, const struct type *type)
{
	uint32_t count = kernel_enum_count(l->unit, type);
	struct manifest_enum *e;

	for (uint32_t n = 0; n < l->enums.n; n++)
		if (l->enums.v[n] == type->btf_id)
			return n + 1;
	vec_push(l->arena, &l->enums, type->btf_id);
	e = vec_add(l->arena, &l->manifest->enums);
	e->name = sv_dup(l->arena, type->tag);
	e->values = arena_array(l->arena, struct manifest_enumerator, count + 1);
	l->reads_registers |= kernel_enum_is_ours(type);
	for (uint32_t n = 0; n < count; n++) {
		int64_t value;
		const char *name = kernel_enum_get(l->unit, type, n, &value);

		if (name)
			manifest_enum_add(e, name, value);
	}
	return l->enums.n;
}

/* ---- after lowering ---- */

static void add_map(struct lower *l, const struct agg *a)
{
	struct manifest_map *m = vec_add(l->arena, &l->manifest->maps);

	*m = (struct manifest_map){
		.symbol = l->m->maps.v[a->map].name,
		.name = sv_dup(l->arena, a->name),
		.use = map_uses[a->use].name,
		.program = a->program,
		.key = a->layout,
		.value = a->value_layout,
		.bucket_at = a->use == MAP_HIST ? a->bucket_at : 0,
		.unit = a->use == MAP_PLAIN   ? WIRE_NOTHING
			: a->use == MAP_TIMER ? WIRE_DURATION
			: a->use == MAP_COUNT ? WIRE_INT
			: a->use == MAP_HIST  ? a->unit
			: a->value	      ? wire_kind_of(a->value)
					      : WIRE_NOTHING,
		.linear = a->linear,
		.low = a->low,
		.high = a->high,
		.step = a->step,
	};
}

static void add_site(struct lower *l, const struct mir_site *s)
{
	static const char *const kinds[MIR_SITE_KINDS] = {
		[MIR_SITE_ERROR] = "error",
		[MIR_SITE_FAULT] = "fault",
		[MIR_SITE_FULL] = "full",
		[MIR_SITE_LOST] = "lost",
	};
	const struct source_set *sources = l->unit->sink->sources;
	struct place at = source_place(sources, s->at);
	struct manifest_site *m = vec_add(l->arena, &l->manifest->sites);

	*m = (struct manifest_site){
		.kind = kinds[s->kind],
		.message = s->message,
		.program = s->func,
		.file = source_get(sources, s->at.file)->name,
		.line = at.line,
		.col = at.col,
	};
}

/* A map that no script names. */
static void add_own_map(struct lower *l, uint32_t map, const char *use)
{
	struct manifest_map *m = vec_add(l->arena, &l->manifest->maps);

	*m = (struct manifest_map){
		.symbol = l->m->maps.v[map].name,
		.name = use,
		.use = use,
		.key = WIRE_FIELD_NONE,
		.value = WIRE_FIELD_NONE,
	};
}

void manifest_finish(struct lower *l)
{
	if (l->has_events)
		add_own_map(l, l->events_map, "events");
	if (l->has_stacks)
		add_own_map(l, l->stacks_map, "stacks");
	if (l->has_places)
		add_own_map(l, l->places_map, "places");
	for (uint32_t i = 0; i < l->aggs.n; i++)
		if (l->aggs.v[i].made)
			add_map(l, &l->aggs.v[i]);
	for (uint32_t i = 0; i < l->m->sites.n; i++)
		add_site(l, &l->m->sites.v[i]);
	if (l->reads_registers)
		l->manifest->arch = l->unit->arch;
}
