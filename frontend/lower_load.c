/*
 * lower_load.c - values out of memory: what lower_wire.c stored in a map.
 *
 * Another cpu may change the bytes at any time, so each is read once: texts are copied, and a
 * length that no longer fits its text is that of one that was cut.
 */
#include "frontend/lower_text.h"

static mir_val load(struct lower *l, mir_val ptr, uint32_t offset, uint32_t size, bool is_signed)
{
	mir_val v = mir_load(&l->b, mir_int(size), ptr, offset);

	if (size == 8)
		return v;
	return mir_unary(&l->b, is_signed ? MIR_OP_SEXT : MIR_OP_ZEXT, MIR_T(I64), v);
}

static mir_val load_bool(struct lower *l, mir_val ptr, uint32_t offset)
{
	return mir_binary(&l->b, MIR_OP_NE, load(l, ptr, offset, 1, false), mir_i64(&l->b, 0));
}

static struct text load_text(struct lower *l, const struct wire_field *w, const struct type *type,
			     mir_val ptr)
{
	uint32_t bytes = text_key_bytes(type);
	struct text t = {.form = TEXT_BUFFER, .cap = type->cap, .ptr = ssa_slot(l, bytes)};
	mir_val at[2] = {t.ptr, lower_offset(l, ptr, w->offset)};

	mir_append(&l->b,
		   (struct mir_inst){.op = MIR_OP_COPY, .args = at, .nargs = 2, .imm = bytes});
	if (w->len_at >= 0)
		t.len = load(l, ptr, (uint32_t)w->len_at, 4, false);
	return t;
}

/* The bits that say which places are taken lie in words of 64, or in one smaller number. */
static mir_val load_taken(struct lower *l, const struct wire_field *w, mir_val ptr, uint32_t place)
{
	uint32_t bytes = w->places <= 8 ? 1 : w->places <= 16 ? 2 : w->places <= 32 ? 4 : 8;
	mir_val word = load(l, ptr, (uint32_t)w->taken_at + place / 64 * 8, bytes, false), bit;

	bit = mir_binary(&l->b, MIR_OP_LSHR, word, mir_i64(&l->b, place % 64));
	bit = mir_binary(&l->b, MIR_OP_AND, bit, mir_i64(&l->b, 1));
	return mir_binary(&l->b, MIR_OP_NE, bit, mir_i64(&l->b, 0));
}

static void load_list(struct lower *l, const struct wire_field *w, const struct type *type,
		      mir_val ptr, struct rt *r)
{
	r->items = arena_array(l->arena, struct rt, type->cap + 1);
	r->present = arena_array(l->arena, mir_val, type->cap + 1);
	for (uint32_t i = 0; i < type->cap; i++) {
		mir_val at = lower_offset(l, ptr, w->offset + i * wire_place_bytes(w));

		r->items[i] = wire_load(l, w->fields, type->elem, at);
		r->present[i] = load_taken(l, w, ptr, i);
	}
}

struct rt wire_load(struct lower *l, const struct wire_field *w, const struct type *type,
		    mir_val ptr)
{
	struct rt r = {.type = type};

	if (type->nullable)
		r.null = load_bool(l, ptr, (uint32_t)w->null_at);
	switch (w->kind) {
	case WIRE_NOTHING:
	case WIRE_KINDS:
	case WIRE_TEXT:
		break;
	case WIRE_BOOL:
		r.v = load_bool(l, ptr, w->offset);
		break;
	case WIRE_STRING:
	case WIRE_BINARY:
		r.text = load_text(l, w, type, ptr);
		break;
	case WIRE_RECORD:
		r.fields = arena_array(l->arena, struct rt, type->nfields + 1);
		for (uint32_t i = 0; i < type->nfields; i++)
			r.fields[i] = wire_load(l, &w->fields[i], type->fields[i].type, ptr);
		break;
	case WIRE_LIST:
		load_list(l, w, type, ptr, &r);
		break;
	case WIRE_INT:
	case WIRE_DURATION:
	case WIRE_FILESIZE:
	case WIRE_UINT:
	case WIRE_KSYM:
	case WIRE_STACK:
		r.v = load(l, ptr, w->offset, w->size, w->kind == WIRE_INT);
		break;
	}
	return r;
}
