/*
 * lower_wire.c - values as bytes: in events (narrow, made from values) and in keys (made from
 * types).
 *
 * runtime/manifest.h says what the bytes mean; every description made here goes into the manifest.
 * The elements of a list share one description: it fits the value of every place.
 */
#include "frontend/lower_text.h"

enum wire_kind wire_kind_of(const struct type *type)
{
	switch (type->kind) {
	case TYPE_BOOL:
		return WIRE_BOOL;
	case TYPE_INT:
		return WIRE_INT;
	case TYPE_U64:
	case TYPE_PTR:
		return WIRE_UINT;
	case TYPE_DURATION:
		return WIRE_DURATION;
	case TYPE_FILESIZE:
		return WIRE_FILESIZE;
	case TYPE_STRING:
		return WIRE_STRING;
	case TYPE_BINARY:
		return WIRE_BINARY;
	case TYPE_RECORD:
		return WIRE_RECORD;
	case TYPE_LIST:
		return WIRE_LIST;
	case TYPE_KSYM:
		return WIRE_KSYM;
	case TYPE_STACK:
		return WIRE_STACK;
	default:
		return WIRE_NOTHING;
	}
}

static void part(struct lower *l, struct wire_plan *plan, void *at, uint32_t bytes, uint32_t align)
{
	vec_push(l->arena, &plan->slots,
		 ((struct wire_slot){.at = at, .bytes = bytes, .align = align}));
}

/* The values that a description must fit: one, or those of every place of a list. None: all values
 * of the type. */
struct fitted {
	const struct rt **v;
	uint32_t n;
};

/* Numbers that are known to be small travel in few bytes. */
static void describe_number(struct lower *l, struct wire_field *w, const struct type *type,
			    struct fitted values)
{
	struct interval r = {INT64_MAX, INT64_MIN};

	w->size = 8;
	if (type->is_kernel && type->btf_id)
		w->names = manifest_enum_number(l, type);
	if (!values.n || (w->kind != WIRE_INT && w->kind != WIRE_UINT))
		return;
	for (uint32_t i = 0; i < values.n; i++) {
		struct interval one = lower_interval(l, values.v[i]->v);

		r.low = one.low < r.low ? one.low : r.low;
		r.high = one.high > r.high ? one.high : r.high;
	}
	if (r.low >= 0 && r.high <= UINT32_MAX) {
		w->kind = WIRE_UINT;
		w->size = r.high <= UINT8_MAX ? 1 : r.high <= UINT16_MAX ? 2 : 4;
	} else if (w->kind == WIRE_INT && r.low >= INT32_MIN && r.high <= INT32_MAX) {
		w->size = 4;
	}
}

/* A length is sent with text that does not end at its first NUL or at the end of its room. */
static bool needs_length(const struct text *t)
{
	if (t->form == TEXT_CONST)
		return t->bytes.n && memchr(t->bytes.p, 0, t->bytes.n);
	return t->form == TEXT_READ || t->len.id;
}

static void describe_text(struct lower *l, struct wire_plan *plan, struct wire_field *w,
			  const struct type *type, struct fitted values)
{
	uint32_t cap = values.n ? 0 : type->cap, bytes = values.n ? 0 : text_key_bytes(type);
	bool has_len = values.n ? false : !type->padded;

	for (uint32_t i = 0; i < values.n; i++) {
		const struct text *t = &values.v[i]->text;
		uint32_t room = text_record_bytes(t);

		has_len |= needs_length(t) || t->cap != values.v[0]->text.cap;
		cap = t->cap > cap ? t->cap : cap;
		bytes = room > bytes ? room : bytes;
	}
	w->size = cap ? cap : 1;
	part(l, plan, &w->offset, bytes, 8);
	if (has_len || w->kind == WIRE_BINARY)
		part(l, plan, &w->len_at, 4, 4);
}

static void describe(struct lower *l, struct wire_plan *plan, struct wire_field *w, struct sv name,
		     const struct type *type, struct fitted values);

static void describe_text_parts(struct lower *l, struct wire_plan *plan, struct wire_field *w,
				const struct text_parts *p)
{
	w->kind = WIRE_TEXT;
	w->parts = p->parts.v;
	w->nparts = p->parts.n;
	w->nfields = p->values.n;
	w->fields = arena_array(l->arena, struct wire_field, w->nfields + 1);
	for (uint32_t i = 0; i < w->nfields; i++)
		wire_describe(l, plan, &w->fields[i], SV(""), p->values.v[i].type, &p->values.v[i]);
}

static void describe_record(struct lower *l, struct wire_plan *plan, struct wire_field *w,
			    const struct type *type, struct fitted values)
{
	w->nfields = type->nfields;
	w->fields = arena_array(l->arena, struct wire_field, type->nfields);
	for (uint32_t i = 0; i < type->nfields; i++) {
		struct fitted inner = {arena_array(l->arena, const struct rt *, values.n + 1),
				       values.n};

		for (uint32_t k = 0; k < values.n; k++)
			inner.v[k] = &values.v[k]->fields[i];
		describe(l, plan, &w->fields[i], type->fields[i].name, type->fields[i].type, inner);
	}
}

static uint32_t up_to(uint32_t n, uint32_t align)
{
	return (n + align - 1) & ~(align - 1);
}

/* Bytes of the bits that say which of n places are taken, as they are stored: whole words. */
static uint32_t taken_word_bytes(uint32_t n)
{
	return n <= 8 ? 1 : n <= 16 ? 2 : n <= 32 ? 4 : 8;
}

static void describe_list(struct lower *l, struct wire_plan *plan, struct wire_field *w,
			  const struct type *type, struct fitted values)
{
	struct wire_plan inner = {0};
	struct fitted items = {0};
	uint32_t align = 1, bytes, n = 0;
	bool all_taken = values.n > 0;

	if (!values.n)
		w->places = type->cap;
	for (uint32_t i = 0; i < values.n; i++)
		w->places = values.v[i]->type->cap > w->places ? values.v[i]->type->cap : w->places;
	if (!w->places)
		return;
	items.v = arena_array(l->arena, const struct rt *, w->places * values.n);
	for (uint32_t i = 0; i < values.n; i++) {
		all_taken &= values.v[i]->type->cap == w->places;
		for (uint32_t k = 0; k < values.v[i]->type->cap; k++) {
			items.v[items.n++] = &values.v[i]->items[k];
			all_taken &= !values.v[i]->present[k].id;
		}
	}
	w->nfields = 1;
	w->fields = arena_new(l->arena, struct wire_field);
	describe(l, &inner, w->fields, SV(""), items.n ? items.v[0]->type : type->elem, items);
	bytes = wire_place(&inner, 0);
	for (uint32_t i = 0; i < inner.slots.n; i++)
		align = inner.slots.v[i].align > align ? inner.slots.v[i].align : align;
	w->size = w->places * up_to(bytes ? bytes : 1, align); /* a place has a byte at least */
	part(l, plan, &w->offset, w->size, align);
	n = taken_word_bytes(w->places);
	if (!all_taken)
		part(l, plan, &w->taken_at, up_to(w->places, 8 * n) / 8, n);
}

static void describe(struct lower *l, struct wire_plan *plan, struct wire_field *w, struct sv name,
		     const struct type *type, struct fitted values)
{
	*w = WIRE_FIELD_NONE;
	w->name = sv_dup(l->arena, name);
	w->kind = wire_kind_of(type);
	if (type->nullable)
		part(l, plan, &w->null_at, 1, 1);
	switch (w->kind) {
	case WIRE_NOTHING:
	case WIRE_TEXT: /* a string until its value is seen */
	case WIRE_KINDS:
		return;
	case WIRE_BOOL:
		w->size = 1;
		break;
	case WIRE_STRING:
	case WIRE_BINARY:
		if (values.n == 1 && values.v[0]->text.form == TEXT_PARTS)
			describe_text_parts(l, plan, w, values.v[0]->text.parts);
		else
			describe_text(l, plan, w, type, values);
		return;
	case WIRE_RECORD:
		describe_record(l, plan, w, type, values);
		return;
	case WIRE_LIST:
		describe_list(l, plan, w, type, values);
		return;
	case WIRE_INT:
	case WIRE_UINT:
	case WIRE_DURATION:
	case WIRE_FILESIZE:
	case WIRE_KSYM:
	case WIRE_STACK:
		describe_number(l, w, type, values);
		break;
	}
	part(l, plan, &w->offset, w->size, w->size);
}

void wire_describe(struct lower *l, struct wire_plan *plan, struct wire_field *w, struct sv name,
		   const struct type *type, const struct rt *value)
{
	describe(l, plan, w, name, type, (struct fitted){&value, value != NULL});
}

uint32_t wire_place(const struct wire_plan *plan, uint32_t start)
{
	uint32_t end = start;

	for (uint32_t align = 8; align; align /= 2) {
		for (uint32_t i = 0; i < plan->slots.n; i++) {
			const struct wire_slot *p = &plan->slots.v[i];

			if (p->align != align)
				continue;
			*p->at = end;
			end += p->bytes;
		}
	}
	return end;
}

/* ---- storing ---- */

static void store_narrow(struct lower *l, mir_val v, uint32_t size, mir_val ptr, uint32_t offset)
{
	struct mir_type t = mir_int(size);

	if (mir_inst(l->f, v)->type.kind == MIR_I1)
		v = mir_unary(&l->b, MIR_OP_ZEXT, t, v);
	else if (size < 8)
		v = mir_unary(&l->b, MIR_OP_TRUNC, t, v);
	mir_store(&l->b, ptr, v, offset);
}

static void store_text(struct lower *l, const struct wire_field *w, const struct rt *value,
		       mir_val ptr, enum text_to to)
{
	mir_val len = text_store(l, &value->text, w->size, ptr, w->offset, to);

	/* Text without a length ends at its first NUL, also when there is nothing before it. */
	if (value->text.form == TEXT_CONST && !value->text.bytes.n && to == TEXT_TO_RECORD)
		mir_store(&l->b, ptr, mir_const(&l->b, MIR_T(I8), 0), w->offset);
	if (w->len_at < 0)
		return;
	if (!len.id) { /* padded text in a key that also holds others: measured where it is now */
		struct text stored = {.form = TEXT_BUFFER, .cap = value->text.cap};

		stored.ptr = lower_offset(l, ptr, w->offset);
		len = text_length(l, &stored);
	}
	store_narrow(l, len, 4, ptr, (uint32_t)w->len_at);
}

/* Bit i of the word at 8 * w bytes: place 64 * w + i is taken. */
static void store_taken(struct lower *l, const struct wire_field *w, const struct rt *list,
			mir_val ptr)
{
	uint32_t bytes = taken_word_bytes(w->places), cap = list->type->cap;
	struct mir_builder *b = &l->b;

	for (uint32_t first = 0; first < w->places; first += 64) {
		uint64_t always = 0;
		mir_val word = MIR_NO_VAL, bit;

		for (uint32_t i = first; i < cap && i < first + 64; i++) {
			if (!list->present[i].id) {
				always |= UINT64_C(1) << (i - first);
				continue;
			}
			bit = mir_unary(b, MIR_OP_ZEXT, MIR_T(I64), list->present[i]);
			bit = mir_binary(b, MIR_OP_SHL, bit, mir_i64(b, i - first));
			word = word.id ? mir_binary(b, MIR_OP_OR, word, bit) : bit;
		}
		if (!word.id)
			word = mir_i64(b, (int64_t)always);
		else if (always)
			word = mir_binary(b, MIR_OP_OR, word, mir_i64(b, (int64_t)always));
		store_narrow(l, word, bytes, ptr, (uint32_t)w->taken_at + first / 8);
	}
}

/* Stores only where the condition holds (none: always), into memory that is zero. */
static void store_where(struct lower *l, mir_val cond, const struct wire_field *w,
			const struct rt *value, mir_val ptr)
{
	bool comm_ready = l->comm_ready;
	mir_block there, done;

	if (!cond.id) {
		wire_store(l, w, value, ptr, TEXT_TO_ZEROED);
		return;
	}
	there = ssa_block_new(l);
	done = ssa_block_new(l);
	mir_branch(&l->b, cond, there, done);
	ssa_start(l, there);
	wire_store(l, w, value, ptr, TEXT_TO_ZEROED);
	mir_jump(&l->b, done);
	ssa_start(l, done);
	l->comm_ready = comm_ready;
}

/* What stands in places that are not taken does not matter, but in a key, where it is zero. */
static void store_list(struct lower *l, const struct wire_field *w, const struct rt *list,
		       mir_val ptr, enum text_to to)
{
	for (uint32_t i = 0; i < list->type->cap; i++) {
		mir_val at = lower_offset(l, ptr, w->offset + i * wire_place_bytes(w));

		if (to == TEXT_TO_ZEROED)
			store_where(l, list->present[i], w->fields, &list->items[i], at);
		else
			wire_store(l, w->fields, &list->items[i], at, to);
	}
	if (w->taken_at >= 0)
		store_taken(l, w, list, ptr);
}

static void store_value(struct lower *l, const struct wire_field *w, const struct rt *value,
			mir_val ptr, enum text_to to)
{
	switch (w->kind) {
	case WIRE_NOTHING:
	case WIRE_KINDS:
		return;
	case WIRE_STRING:
	case WIRE_BINARY:
		store_text(l, w, value, ptr, to);
		return;
	case WIRE_RECORD:
		for (uint32_t i = 0; i < w->nfields; i++)
			wire_store(l, &w->fields[i], &value->fields[i], ptr, to);
		return;
	case WIRE_TEXT:
		for (uint32_t i = 0; i < w->nfields; i++)
			wire_store(l, &w->fields[i], &value->text.parts->values.v[i], ptr, to);
		return;
	case WIRE_LIST:
		store_list(l, w, value, ptr, to);
		return;
	case WIRE_BOOL:
	case WIRE_INT:
	case WIRE_UINT:
	case WIRE_DURATION:
	case WIRE_FILESIZE:
	case WIRE_KSYM:
	case WIRE_STACK:
		store_narrow(l, value->v, w->size, ptr, w->offset);
		return;
	}
}

void wire_store(struct lower *l, const struct wire_field *w, const struct rt *value, mir_val ptr,
		enum text_to to)
{
	bool comm_ready = l->comm_ready;
	mir_block there, done;

	if (w->null_at >= 0)
		store_narrow(l, value->null, 1, ptr, (uint32_t)w->null_at);
	if (w->null_at < 0 || to != TEXT_TO_ZEROED) {
		store_value(l, w, value, ptr, to);
		return;
	}
	/* All nulls are one key: what a null value is besides must not be in it. */
	there = ssa_block_new(l);
	done = ssa_block_new(l);
	mir_branch(&l->b, value->null, done, there);
	ssa_start(l, there);
	store_value(l, w, value, ptr, to);
	mir_jump(&l->b, done);
	ssa_start(l, done);
	l->comm_ready = comm_ready;
}
