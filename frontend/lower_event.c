/*
 * lower_event.c - events: reserved in the ring buffer, filled in place, submitted.
 *
 * A reserved record must be handed back on every path, so all that can fail is evaluated before;
 * only text is fetched straight into the record, and a fault there leaves it empty.
 *
 * Kernels without ring buffers have a perf buffer for each cpu: there a record is made in memory of
 * the program's, no byte of which the kernel lets be unknown, and copied when it is sent.
 */
#include "frontend/lower_map.h"

#include <linux/bpf.h>

/* Room for events that user space has not read yet. A power of two, in pages of any size up to 64
 * KiB; enough for tens of milliseconds of a million small events a second. */
enum { EVENTS_BYTES = 4 << 20 };

static bool has_ring_buffer(const struct lower *l)
{
	return kernel_has(l->unit->kernel, KERNEL_RING_BUFFER);
}

void lower_events_map(struct lower *l)
{
	if (l->has_events)
		return;
	l->has_events = true;
	l->events_map =
		mir_map_new(l->m, (struct mir_map){.name = lower_symbol(l, "", SV("events")),
						   .kind = BPF_MAP_TYPE_RINGBUF,
						   .max_entries = EVENTS_BYTES});
	if (!has_ring_buffer(l)) /* the loader makes it as long as there are cpus */
		l->m->maps.v[l->events_map] = (struct mir_map){
			.name = l->m->maps.v[l->events_map].name,
			.kind = BPF_MAP_TYPE_PERF_EVENT_ARRAY,
			.key_size = sizeof(uint32_t),
			.value_size = sizeof(uint32_t),
		};
	l->stamp_global = mir_global_new(l->m, (struct mir_global){.name = "nubpf_stamp",
								   .section = MIR_GLOBAL_RODATA,
								   .size = 8,
								   .align = 8,
								   .shape = "u64"});
}

static bool same_parts(const struct wire_part *a, uint32_t na, const struct wire_part *b,
		       uint32_t nb)
{
	for (uint32_t i = 0; i < na && na == nb; i++) {
		bool is_text = a[i].text && b[i].text;

		if (is_text ? strcmp(a[i].text, b[i].text) != 0
			    : a[i].text || b[i].text || a[i].field != b[i].field)
			return false;
	}
	return na == nb;
}

static bool same_field(const struct wire_field *a, const struct wire_field *b)
{
	if (strcmp(a->name, b->name) != 0 || a->kind != b->kind || a->offset != b->offset ||
	    a->size != b->size || a->len_at != b->len_at || a->null_at != b->null_at ||
	    a->taken_at != b->taken_at || a->places != b->places || a->nfields != b->nfields)
		return false;
	for (uint32_t i = 0; i < a->nfields; i++)
		if (!same_field(&a->fields[i], &b->fields[i]))
			return false;
	return same_parts(a->parts, a->nparts, b->parts, b->nparts);
}

static bool same_event(const struct manifest_event *a, const struct manifest_event *b)
{
	if (strcmp(a->name, b->name) != 0 || a->program != b->program ||
	    a->is_print != b->is_print || a->is_scalar != b->is_scalar || a->size != b->size ||
	    a->nfields != b->nfields || !same_parts(a->parts, a->nparts, b->parts, b->nparts))
		return false;
	for (uint32_t i = 0; i < a->nfields; i++)
		if (!same_field(&a->fields[i], &b->fields[i]))
			return false;
	return true;
}

/* The event's number: one for all places that send the same. */
static uint32_t event_number(struct lower *l, const struct manifest_event *e)
{
	for (uint32_t i = 0; i < l->manifest->events.n; i++)
		if (same_event(&l->manifest->events.v[i], e))
			return i;
	vec_push(l->arena, &l->manifest->events, *e);
	return l->manifest->events.n - 1;
}

/* The header: time and cpu when the loader asks for them, else zeros. They are written first, so
 * that what is left where the loader does not ask is two stores. */
static void begin_header(struct lower *l, mir_val record, uint32_t number)
{
	struct mir_builder *b = &l->b;
	mir_block asked = ssa_block_new(l), done = ssa_block_new(l);
	mir_val zero = mir_i64(b, 0), none = mir_const(b, MIR_T(I32), 0), at, v;

	mir_store(b, record, mir_const(b, MIR_T(I32), number), offsetof(struct wire_header, event));
	mir_store(b, record, none, offsetof(struct wire_header, cpu));
	mir_store(b, record, zero, offsetof(struct wire_header, time));
	at = mir_append(b, (struct mir_inst){.op = MIR_OP_GLOBAL,
					     .type = mir_ptr(MIR_SPACE_CONST, 8),
					     .ref = l->stamp_global});
	v = mir_load(b, MIR_T(I64), at, 0);
	mir_branch(b, mir_binary(b, MIR_OP_NE, v, zero), asked, done);
	ssa_start(l, asked);
	v = mir_helper(b, HELPER_ktime_get_ns, MIR_T(I64), NULL, 0);
	mir_store(b, record, v, offsetof(struct wire_header, time));
	v = mir_helper(b, HELPER_get_smp_processor_id, MIR_T(I64), NULL, 0);
	mir_store(b, record, mir_unary(b, MIR_OP_TRUNC, MIR_T(I32), v),
		  offsetof(struct wire_header, cpu));
	mir_jump(b, done);
	ssa_start(l, done);
}

static uint32_t depth_of(const struct wire_field *fields, uint32_t n)
{
	uint32_t most = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t inner = depth_of(fields[i].fields, fields[i].nfields);

		most = inner > most ? inner : most;
	}
	return n ? most + 1 : 0;
}

/* A record of its own, to be filled; on the way to `lost` there is no room for it. */
static mir_val begin_record(struct lower *l, uint32_t size, mir_block lost)
{
	mir_val record;

	if (has_ring_buffer(l)) {
		record = mir_append(&l->b, (struct mir_inst){.op = MIR_OP_RESERVE,
							     .type = {.kind = MIR_PTR,
								      .space = MIR_SPACE_RECORD,
								      .nullable = true,
								      .size = size},
							     .ref = l->events_map,
							     .imm = size});
		return lower_nonnull(l, record, lost);
	}
	record = mir_append(&l->b, (struct mir_inst){.op = MIR_OP_SLOT,
						     .type = mir_ptr(MIR_SPACE_STACK, size),
						     .imm = size});
	mir_append(&l->b,
		   (struct mir_inst){.op = MIR_OP_ZERO, .args = &record, .nargs = 1, .imm = size});
	return record;
}

static void end_record(struct lower *l, mir_val record, uint32_t size, mir_block lost,
		       mir_block filled)
{
	struct mir_builder *b = &l->b;
	mir_val args[5], sent;

	if (has_ring_buffer(l)) {
		mir_append(b, (struct mir_inst){.op = MIR_OP_SUBMIT, .args = &record, .nargs = 1});
		mir_jump(b, filled);
		return;
	}
	args[0] = lower_ctx(l);
	args[1] = mir_append(b, (struct mir_inst){.op = MIR_OP_MAP,
						  .type = mir_ptr(MIR_SPACE_MAPREF, 0),
						  .ref = l->events_map});
	args[2] = mir_i64(b, BPF_F_CURRENT_CPU);
	args[3] = record;
	args[4] = mir_i64(b, size);
	sent = mir_helper(b, HELPER_perf_event_output, MIR_T(I64), args, 5);
	if (filled.id == lost.id)
		mir_jump(b, filled);
	else
		mir_branch(b, mir_binary(b, MIR_OP_EQ, sent, mir_i64(b, 0)), filled, lost);
}

static void fill_notice(struct lower *l, mir_val record, mir_val number)
{
	struct mir_builder *b = &l->b;

	mir_store(b, record, mir_const(b, MIR_T(I32), WIRE_NEW_STACK),
		  offsetof(struct wire_new_stack, header.event));
	mir_store(b, record, mir_const(b, MIR_T(I32), 0),
		  offsetof(struct wire_new_stack, header.cpu));
	mir_store(b, record, mir_i64(b, 0), offsetof(struct wire_new_stack, header.time));
	mir_store(b, record, number, offsetof(struct wire_new_stack, number));
}

/* Where the frames come from, unless rows may need the room: that costs names at most. Control goes
 * on in `plain`. */
static void send_builds(struct lower *l, mir_val number, mir_block plain, mir_block done)
{
	const uint32_t frames = WIRE_BUILD_FRAMES * sizeof(struct wire_build_frame);
	mir_block roomy = ssa_block_new(l);
	struct mir_builder *b = &l->b;
	mir_val map = mir_append(b, (struct mir_inst){.op = MIR_OP_MAP,
						      .type = mir_ptr(MIR_SPACE_MAPREF, 0),
						      .ref = l->events_map});
	mir_val waiting = mir_helper(b, HELPER_ringbuf_query, MIR_T(I64),
				     (mir_val[]){map, mir_i64(b, BPF_RB_AVAIL_DATA)}, 2);
	mir_val room = mir_helper(b, HELPER_ringbuf_query, MIR_T(I64),
				  (mir_val[]){map, mir_i64(b, BPF_RB_RING_SIZE)}, 2);
	mir_val record, args[4];

	waiting = mir_binary(b, MIR_OP_SHL, waiting, mir_i64(b, 1));
	mir_branch(b, mir_binary(b, MIR_OP_ULT, waiting, room), roomy, plain);
	ssa_start(l, roomy);
	record = begin_record(l, sizeof(struct wire_new_stack_builds), plain);
	fill_notice(l, record, number);
	args[0] = lower_ctx(l);
	args[1] = lower_offset(l, record, offsetof(struct wire_new_stack_builds, frames));
	args[2] = mir_i64(b, frames);
	args[3] = mir_i64(b, BPF_F_USER_STACK | BPF_F_USER_BUILD_ID);
	mir_store(b, record, mir_helper(b, HELPER_get_stack, MIR_T(I64), args, 4),
		  offsetof(struct wire_new_stack_builds, bytes));
	end_record(l, record, sizeof(struct wire_new_stack_builds), done, done);
	ssa_start(l, plain);
}

void lower_stack_event(struct lower *l, mir_val number)
{
	mir_block plain = ssa_block_new(l), done = ssa_block_new(l);
	mir_val record;

	lower_events_map(l);
	if (has_ring_buffer(l)) {
		send_builds(l, number, plain, done);
	} else {
		mir_jump(&l->b, plain);
		ssa_start(l, plain);
	}
	record = begin_record(l, sizeof(struct wire_new_stack), done);
	fill_notice(l, record, number);
	end_record(l, record, sizeof(struct wire_new_stack), done, done);
	ssa_start(l, done);
}

/* Fields and size of the event. */
static bool describe_event(struct lower *l, struct manifest_event *e, const struct rt *values,
			   const struct sv *names, uint32_t n)
{
	struct wire_plan plan = {0};
	const char *what, *why, *help;

	e->program = l->index;
	e->nfields = n;
	e->fields = arena_array(l->arena, struct wire_field, n + 1);
	for (uint32_t i = 0; i < n; i++)
		wire_describe(l, &plan, &e->fields[i], names[i], values[i].type, &values[i]);
	e->size = (wire_place(&plan, sizeof(struct wire_header)) + 7) & ~7u;
	if (e->size > MANIFEST_MAX_EVENT_BYTES) {
		what = arena_printf(l->arena, "an event of %u bytes", e->size);
		why = arena_printf(l->arena, "it has room for %d", MANIFEST_MAX_EVENT_BYTES);
		help = "send shorter strings, or fewer of them";
	} else if (depth_of(e->fields, n) > WIRE_MAX_DEPTH) { /* in text, which a type hides */
		what = "text of a value that is nested so deep";
		why = arena_printf(l->arena, "an event holds values %d deep", WIRE_MAX_DEPTH);
		help = "send the value as a column of its own";
	} else {
		return true;
	}
	diag_help(l->unit->sink, diag_report(l->unit->sink, DIAG_kernel_cannot, l->b.at, what, why),
		  "%s", help);
	return false;
}

/* The number is loaded from a structure of the kernel in this block, and nothing behind that has
 * used it or may have changed it. */
static bool can_be_loaded_later(const struct lower *l, mir_block in, mir_val v)
{
	const struct mir_bb *bb = mir_bb(l->f, in);
	const struct mir_inst *i = mir_inst(l->f, v);
	mir_val load = i->op == MIR_OP_ZEXT || i->op == MIR_OP_SEXT ? i->args[0] : v;

	if (mir_inst(l->f, load)->op != MIR_OP_PEEK || mir_inst(l->f, load)->block.id != in.id)
		return false;
	for (uint32_t n = bb->n; n && bb->insts[n - 1] != load.id; n--) {
		const struct mir_inst *user = mir_inst(l->f, (mir_val){bb->insts[n - 1]});

		if (mir_flags(l->f, user) & MIR_WRITES)
			return false;
		for (uint32_t k = 0; k < user->nargs && bb->insts[n - 1] != v.id; k++)
			if (user->args[k].id == v.id || user->args[k].id == load.id)
				return false;
	}
	return true;
}

/* What is only sent is loaded where it is stored: until then it would take a register, or a place
 * on the stack, over the calls that make the record. */
static void load_later(struct lower *l, mir_block in, struct rt *value)
{
	struct mir_inst extension, load;

	for (uint32_t i = 0; value->type->kind == TYPE_RECORD && i < value->type->nfields; i++)
		load_later(l, in, &value->fields[i]);
	if (!type_is_number(value->type) || value->null.id || !can_be_loaded_later(l, in, value->v))
		return;
	extension = *mir_inst(l->f, value->v);
	if (extension.op == MIR_OP_PEEK) {
		value->v = mir_append(&l->b, extension);
		return;
	}
	load = *mir_inst(l->f, extension.args[0]);
	value->v = mir_unary(&l->b, extension.op, extension.type, mir_append(&l->b, load));
}

void lower_event(struct lower *l, struct manifest_event e, const struct rt *of,
		 const struct sv *names, uint32_t n)
{
	mir_block lost = ssa_block_new(l), filled = ssa_block_new(l);
	struct rt *values = arena_array(l->arena, struct rt, n + 1);
	mir_block here = l->b.block;
	mir_val record;
	uint32_t number;

	lower_caller(l);
	for (uint32_t i = 0; i < n; i++)
		values[i] = rt_spread(l, of[i]);
	if (!describe_event(l, &e, values, names, n))
		return;
	number = event_number(l, &e);
	lower_events_map(l);
	record = begin_record(l, e.size, lost);
	begin_header(l, record, number);
	for (uint32_t i = 0; i < n; i++) {
		load_later(l, here, &values[i]);
		wire_store(l, &e.fields[i], &values[i], record, TEXT_TO_RECORD);
	}
	end_record(l, record, e.size, lost, filled);
	ssa_start(l, lost);
	lower_count_site(l, lower_site(l, MIR_SITE_LOST, "no room in the ring buffer"));
	mir_jump(&l->b, filled);
	ssa_start(l, filled);
}
