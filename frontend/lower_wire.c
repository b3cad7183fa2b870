/*
 * lower_wire.c - values as bytes: in events (narrow, made from values) and in keys (made from
 * types).
 *
 * runtime/manifest.h says what the bytes mean; every description made here goes into the manifest.
 */
#include "frontend/lowering.h"

static const uint32_t no_offset = UINT32_MAX; /* -1 as null_at and len_at */

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
	case TYPE_KSYM:
		return WIRE_KSYM;
	default:
		return WIRE_NOTHING;
	}
}

static void part(struct lower *l, struct wire_plan *plan, void *at, uint32_t bytes, uint32_t align)
{
	vec_push(l->arena, &plan->slots,
		 ((struct wire_slot){.at = at, .bytes = bytes, .align = align}));
}

/* Numbers that are known to be small travel in few bytes. */
static void describe_number(const struct lower *l, struct wire_field *w, const struct rt *value)
{
	struct interval r;

	w->size = 8;
	if (!value || (w->kind != WIRE_INT && w->kind != WIRE_UINT))
		return;
	r = lower_interval(l, value->v);
	if (r.low >= 0 && r.high <= UINT32_MAX) {
		w->kind = WIRE_UINT;
		w->size = r.high <= UINT8_MAX ? 1 : r.high <= UINT16_MAX ? 2 : 4;
	} else if (w->kind == WIRE_INT && r.low >= INT32_MIN && r.high <= INT32_MAX) {
		w->size = 4;
	}
}

static void describe_text(struct lower *l, struct wire_plan *plan, struct wire_field *w,
			  const struct type *type, const struct rt *value)
{
	const struct text *t = value ? &value->text : NULL;
	uint32_t cap = t ? t->cap : type->cap;
	bool has_len = !type->padded;

	if (t && t->form == TEXT_CONST)
		has_len = t->bytes.n && memchr(t->bytes.p, 0, t->bytes.n);
	else if (t && t->form != TEXT_READ)
		has_len = t->len.id != 0;
	w->size = cap ? cap : 1;
	part(l, plan, &w->offset, t ? text_record_bytes(t) : text_key_bytes(type), 8);
	if (has_len || w->kind == WIRE_BINARY)
		part(l, plan, &w->len_at, 4, 4);
}

void wire_describe(struct lower *l, struct wire_plan *plan, struct wire_field *w, struct sv name,
		   const struct type *type, const struct rt *value)
{
	*w = (struct wire_field){.name = sv_dup(l->arena, name),
				 .kind = wire_kind_of(type),
				 .len_at = (int32_t)no_offset,
				 .null_at = (int32_t)no_offset};
	if (type->nullable)
		part(l, plan, &w->null_at, 1, 1);
	switch (w->kind) {
	case WIRE_NOTHING:
	case WIRE_KINDS:
		return;
	case WIRE_BOOL:
		w->size = 1;
		break;
	case WIRE_STRING:
	case WIRE_BINARY:
		describe_text(l, plan, w, type, value);
		return;
	case WIRE_RECORD:
		w->nfields = type->nfields;
		w->fields = arena_array(l->arena, struct wire_field, type->nfields);
		for (uint32_t i = 0; i < type->nfields; i++)
			wire_describe(l, plan, &w->fields[i], type->fields[i].name,
				      type->fields[i].type, value ? &value->fields[i] : NULL);
		return;
	case WIRE_INT:
	case WIRE_UINT:
	case WIRE_DURATION:
	case WIRE_FILESIZE:
	case WIRE_KSYM:
		describe_number(l, w, value);
		break;
	}
	part(l, plan, &w->offset, w->size, w->size);
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
	static const uint8_t kinds[] = {[1] = MIR_I8, [2] = MIR_I16, [4] = MIR_I32, [8] = MIR_I64};
	struct mir_type t = {.kind = kinds[size]};

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

void wire_store(struct lower *l, const struct wire_field *w, const struct rt *value, mir_val ptr,
		enum text_to to)
{
	if (w->null_at >= 0)
		store_narrow(l, value->null, 1, ptr, (uint32_t)w->null_at);
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
	case WIRE_BOOL:
	case WIRE_INT:
	case WIRE_UINT:
	case WIRE_DURATION:
	case WIRE_FILESIZE:
	case WIRE_KSYM:
		store_narrow(l, value->v, w->size, ptr, w->offset);
		return;
	}
}
