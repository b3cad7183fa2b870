/*
 * rtvalue.c - run-time values as trees: made, converted, taken apart and put together.
 *
 * The leaves of a value, in order: the i1 of a nullable type, then a number or bool, the length of
 * a string that is not padded, the fields of a record, or for each place of a list whether it is
 * taken and its element. Bytes of strings stand in slots beside.
 */
#include "frontend/fold.h"
#include "frontend/lower_text.h"
#include "lang/errors.h"

static bool has_text(const struct type *t)
{
	return t->kind == TYPE_STRING || t->kind == TYPE_BINARY;
}

struct rt rt_nothing(struct lower *l)
{
	return (struct rt){.type = type_of(&l->unit->types, TYPE_NOTHING)};
}

struct rt *rt_column(const struct rt *record, struct sv name)
{
	for (uint32_t i = 0; i < record->type->nfields; i++)
		if (sv_eq(record->type->fields[i].name, name))
			return &record->fields[i];
	return NULL;
}

struct rt rt_or_null(struct lower *l, struct rt r, mir_val null)
{
	if (r.type->kind == TYPE_NOTHING)
		return r;
	r.type = type_nullable(&l->unit->types, r.type, true);
	r.null = r.null.id ? mir_binary(&l->b, MIR_OP_OR, null, r.null) : null;
	return r;
}

struct rt rt_number(const struct type *type, mir_val v)
{
	return (struct rt){.type = type, .v = v};
}

struct rt rt_bool(struct lower *l, mir_val v)
{
	return (struct rt){.type = type_of(&l->unit->types, TYPE_BOOL), .v = v};
}

struct rt rt_text(struct lower *l, const struct type *type, struct text t)
{
	struct type_table *types = &l->unit->types;

	if (t.cap > type->cap)
		type = type_nullable(types,
				     type->kind == TYPE_BINARY ? type_binary(types, t.cap)
							       : type_string(types, t.cap, false),
				     type->nullable);
	return (struct rt){.type = type, .text = t};
}

struct rt rt_zero(struct lower *l, const struct type *type)
{
	struct rt r = {.type = type};

	if (type->nullable)
		r.null = lower_bool(l, true);
	if (type_is_word(type))
		r.v = mir_i64(&l->b, 0);
	else if (type->kind == TYPE_BOOL)
		r.v = lower_bool(l, false);
	if (type->kind == TYPE_RECORD) {
		r.fields = arena_array(l->arena, struct rt, type->nfields);
		for (uint32_t i = 0; i < type->nfields; i++)
			r.fields[i] = rt_zero(l, type->fields[i].type);
	}
	if (type->kind == TYPE_LIST)
		r = rt_list(l, r, type, lower_bool(l, false));
	return r;
}

struct rt rt_list(struct lower *l, struct rt value, const struct type *type, mir_val rest)
{
	struct rt r = value;
	uint32_t have = value.items ? value.type->cap : 0;

	r.type = type;
	r.known = NULL;
	r.items = arena_array(l->arena, struct rt, type->cap + 1);
	r.present = arena_array(l->arena, mir_val, type->cap + 1);
	for (uint32_t i = 0; i < type->cap; i++) {
		r.items[i] = i < have ? rt_convert(l, value.items[i], type->elem)
				      : rt_zero(l, type->elem);
		r.present[i] = i < have ? value.present[i] : rest;
	}
	return r;
}

struct rt rt_items(struct lower *l, struct rt value)
{
	const struct value *v = value.known;
	int64_t n;

	if (!v || value.items)
		return value;
	n = v->kind == TYPE_RANGE ? range_length(v) : v->n;
	value.known = NULL;
	value.type = v->kind == TYPE_RANGE
			     ? type_list(&l->unit->types, type_of(&l->unit->types, TYPE_INT),
					 (uint32_t)n)
			     : value.type;
	value.items = arena_array(l->arena, struct rt, value.type->cap + 1);
	value.present = arena_array(l->arena, mir_val, value.type->cap + 1);
	for (int64_t i = 0; i < n; i++)
		value.items[i] =
			v->kind == TYPE_RANGE
				? rt_number(value.type->elem,
					    mir_i64(&l->b, v->range.from + i * v->range.step))
				: rt_const(l, v->items[i], value.type->elem);
	for (uint32_t i = (uint32_t)n; i < value.type->cap; i++) {
		value.items[i] = rt_zero(l, value.type->elem);
		value.present[i] = lower_bool(l, false);
	}
	return value;
}

/* Each place of a list has its own text, of which one description says only its room. */
static struct rt make_texts(struct lower *l, struct rt value)
{
	struct rt *fields;

	if (has_text(value.type) && value.text.form == TEXT_PARTS)
		value.text = text_make(l, &value.text);
	if (value.type->kind == TYPE_RECORD) {
		fields = arena_array(l->arena, struct rt, value.type->nfields + 1);
		for (uint32_t i = 0; i < value.type->nfields; i++)
			fields[i] = make_texts(l, value.fields[i]);
		value.fields = fields;
	}
	return value;
}

static struct rt spread_parts(struct lower *l, struct rt value)
{
	struct text_parts *p = arena_new(l->arena, struct text_parts);

	*p = *value.text.parts;
	p->values.v = arena_array(l->arena, struct rt, p->values.n + 1);
	for (uint32_t i = 0; i < p->values.n; i++)
		p->values.v[i] = rt_spread(l, value.text.parts->values.v[i]);
	value.text.parts = p;
	return value;
}

struct rt rt_spread(struct lower *l, struct rt value)
{
	struct rt r = value.type->kind == TYPE_LIST ? rt_items(l, value) : value;
	const struct rt *from = r.type->kind == TYPE_LIST ? r.items : r.fields;
	uint32_t n = r.type->kind == TYPE_LIST ? r.type->cap : r.type->nfields;
	struct rt *to = arena_array(l->arena, struct rt, n + 1);

	if (has_text(value.type) && value.text.form == TEXT_PARTS)
		return spread_parts(l, value);
	for (uint32_t i = 0; i < n; i++)
		to[i] = rt_spread(l, r.type->kind == TYPE_LIST ? make_texts(l, from[i]) : from[i]);
	if (r.type->kind == TYPE_LIST)
		r.items = to;
	else
		r.fields = to;
	return r;
}

struct rt rt_canonical(struct lower *l, struct rt value)
{
	struct rt r = value.type->kind == TYPE_LIST ? list_compact(l, rt_spread(l, value)) : value;
	struct rt *fields = arena_array(l->arena, struct rt, r.type->nfields + 1), *items;

	if (r.type->kind == TYPE_RECORD) {
		for (uint32_t i = 0; i < r.type->nfields; i++)
			fields[i] = rt_canonical(l, r.fields[i]);
		r.fields = fields;
		return rt_record(l, r);
	}
	items = r.type->kind == TYPE_LIST ? arena_array(l->arena, struct rt, r.type->cap + 1)
					  : NULL;
	for (uint32_t i = 0; items && i < r.type->cap; i++)
		items[i] = rt_canonical(l, r.items[i]);
	r.items = items;
	return r;
}

struct rt rt_const(struct lower *l, const struct value *v, const struct type *type)
{
	struct rt r = {.type = type, .known = v};

	if (v->kind == TYPE_NOTHING)
		return type->kind == TYPE_NOTHING ? rt_nothing(l) : rt_zero(l, type);
	if (type->nullable)
		r.null = lower_bool(l, false);
	if (v->kind == TYPE_BOOL)
		r.v = lower_bool(l, v->i != 0);
	else if (has_text(type))
		r.text = text_known(l, v->s);
	else if (type_is_word(type))
		r.v = v->of ? lower_enumerator(l, v) : mir_i64(&l->b, v->i);
	if (type->kind == TYPE_RECORD) {
		r.fields = arena_array(l->arena, struct rt, type->nfields);
		for (uint32_t i = 0; i < type->nfields; i++)
			r.fields[i] = rt_const(l, v->items[i], type->fields[i].type);
	}
	return r;
}

bool rt_fits(const struct type *room, const struct type *value)
{
	if (value->kind == TYPE_NOTHING)
		return true;
	if ((has_text(room) || room->kind == TYPE_LIST) && value->cap > room->cap)
		return false;
	if (room->kind == TYPE_LIST && value->elem && !rt_fits(room->elem, value->elem))
		return false;
	for (uint32_t i = 0; i < room->nfields; i++)
		if (!rt_fits(room->fields[i].type, value->fields[i].type))
			return false;
	return true;
}

struct rt rt_record(struct lower *l, struct rt value)
{
	const struct type *type = value.type;
	struct type_field *fields = arena_array(l->arena, struct type_field, type->nfields + 1);

	for (uint32_t i = 0; i < type->nfields; i++)
		fields[i] = (struct type_field){type->fields[i].name, value.fields[i].type};
	value.type =
		type_nullable(&l->unit->types, type_record(&l->unit->types, fields, type->nfields),
			      type->nullable);
	return value;
}

struct rt rt_convert(struct lower *l, struct rt value, const struct type *type)
{
	struct rt r = value;

	if (value.type == type)
		return value;
	/* Longer text than the checker knew of keeps its room. */
	if (!rt_fits(type, value.type))
		type = type_nullable(&l->unit->types, type_join(&l->unit->types, type, value.type),
				     type->nullable);
	if (value.type->kind == TYPE_NOTHING)
		return rt_zero(l, type);
	r.type = type;
	if (!type->nullable)
		r.null = MIR_NO_VAL;
	else if (!value.null.id)
		r.null = lower_bool(l, false);
	if (type->kind == TYPE_RECORD) {
		r.fields = arena_array(l->arena, struct rt, type->nfields);
		for (uint32_t i = 0; i < type->nfields; i++)
			r.fields[i] = rt_convert(l, value.fields[i], type->fields[i].type);
	}
	if (type->kind == TYPE_LIST) {
		value = rt_items(l, value);
		value.null = r.null;
		r = rt_list(l, value, type, lower_bool(l, false));
	}
	return r;
}

void rt_leaf_types(struct lower *l, const struct type *type, struct leaf_types *out)
{
	if (type->nullable)
		vec_push(l->arena, &out->v, MIR_T(I1));
	if (type_is_word(type) || (has_text(type) && !type->padded))
		vec_push(l->arena, &out->v, MIR_T(I64));
	else if (type->kind == TYPE_BOOL)
		vec_push(l->arena, &out->v, MIR_T(I1));
	if (has_text(type))
		vec_push(l->arena, &out->caps, type->cap);
	for (uint32_t i = 0; i < type->nfields; i++)
		rt_leaf_types(l, type->fields[i].type, out);
	for (uint32_t i = 0; type->kind == TYPE_LIST && i < type->cap; i++) {
		vec_push(l->arena, &out->v, MIR_T(I1));
		rt_leaf_types(l, type->elem, out);
	}
}

static void take_text(struct lower *l, const struct rt *value, mir_val slot, mir_val **leaf)
{
	mir_val len = text_store(l, &value->text, value->type->cap, slot, 0, TEXT_TO_SLOT);

	if (value->type->padded)
		return;
	if (!len.id) {
		struct text stored = {.form = TEXT_BUFFER, .ptr = slot, .cap = value->text.cap};

		len = text_length(l, &stored);
	}
	*(*leaf)++ = len;
}

void rt_take_apart(struct lower *l, const struct rt *value, mir_val **slot, mir_val **leaf)
{
	const struct type *t = value->type;

	if (t->nullable)
		*(*leaf)++ = value->null;
	if (has_text(t))
		take_text(l, value, *(*slot)++, leaf);
	else if (type_is_word(t) || t->kind == TYPE_BOOL)
		*(*leaf)++ = value->v;
	for (uint32_t i = 0; i < t->nfields; i++)
		rt_take_apart(l, &value->fields[i], slot, leaf);
	if (t->kind == TYPE_LIST) {
		struct rt list = rt_items(l, *value);

		for (uint32_t i = 0; i < t->cap; i++) {
			*(*leaf)++ = list.present[i].id ? list.present[i] : lower_bool(l, true);
			rt_take_apart(l, &list.items[i], slot, leaf);
		}
	}
}

struct rt rt_put_together(struct lower *l, const struct type *type, mir_val **slot, mir_val **leaf,
			  bool shared)
{
	struct rt r = {.type = type};

	if (type->nullable)
		r.null = *(*leaf)++;
	if (has_text(type)) {
		r.text = (struct text){
			.form = TEXT_BUFFER, .ptr = *(*slot)++, .cap = type->cap, .shared = shared};
		if (!type->padded)
			r.text.len = *(*leaf)++;
	} else if (type_is_word(type) || type->kind == TYPE_BOOL) {
		r.v = *(*leaf)++;
	}
	if (type->kind == TYPE_RECORD) {
		r.fields = arena_array(l->arena, struct rt, type->nfields);
		for (uint32_t i = 0; i < type->nfields; i++)
			r.fields[i] = rt_put_together(l, type->fields[i].type, slot, leaf, shared);
	}
	if (type->kind == TYPE_LIST) {
		r.items = arena_array(l->arena, struct rt, type->cap + 1);
		r.present = arena_array(l->arena, mir_val, type->cap + 1);
		for (uint32_t i = 0; i < type->cap; i++) {
			r.present[i] = *(*leaf)++;
			r.items[i] = rt_put_together(l, type->elem, slot, leaf, shared);
		}
	}
	return r;
}

static bool text_is_settled(const struct text *t)
{
	switch (t->form) {
	case TEXT_CONST:
	case TEXT_COMM:
	case TEXT_PAYLOAD:
		return true;
	case TEXT_BUFFER:
		return !t->shared;
	case TEXT_READ:
		return false;
	case TEXT_PARTS: /* its values are */
		return !text_can_be_made(t);
	}
	return true;
}

bool rt_is_settled(const struct rt *value)
{
	if (has_text(value->type))
		return text_is_settled(&value->text);
	for (uint32_t i = 0; i < value->type->nfields; i++)
		if (!rt_is_settled(&value->fields[i]))
			return false;
	for (uint32_t i = 0; value->items && i < value->type->cap; i++)
		if (!rt_is_settled(&value->items[i]))
			return false;
	return true;
}

struct rt rt_settle(struct lower *l, struct rt value)
{
	if (rt_is_settled(&value))
		return value;
	if (has_text(value.type)) {
		value.text = text_fetch(l, &value.text);
		return value;
	}
	if (value.type->kind == TYPE_RECORD) {
		const struct rt *from = value.fields;

		value.fields = arena_array(l->arena, struct rt, value.type->nfields);
		for (uint32_t i = 0; i < value.type->nfields; i++)
			value.fields[i] = rt_settle(l, from[i]);
	}
	if (value.items) {
		const struct rt *from = value.items;

		value.items = arena_array(l->arena, struct rt, value.type->cap + 1);
		for (uint32_t i = 0; i < value.type->cap; i++)
			value.items[i] = rt_settle(l, from[i]);
	}
	return value;
}

mir_val rt_null(struct lower *l, const struct rt *value)
{
	return value->type->kind == TYPE_NOTHING ? lower_bool(l, true) : value->null;
}

struct rt rt_want(struct lower *l, struct rt value, const char *message)
{
	mir_val null = rt_null(l, &value);

	if (!null.id)
		return value;
	lower_guard(l, mir_unary(&l->b, MIR_OP_NOT, MIR_T(I1), null), message);
	if (value.type->nullable)
		value = rt_convert(l, value, type_nullable(&l->unit->types, value.type, false));
	return value;
}

struct rt rt_or_zero(struct lower *l, struct rt value)
{
	mir_val null = value.null;

	if (value.type->kind == TYPE_NOTHING)
		return rt_number(type_of(&l->unit->types, TYPE_INT), mir_i64(&l->b, 0));
	if (!null.id)
		return value;
	value.null = MIR_NO_VAL;
	value.v = lower_select(l, null, mir_i64(&l->b, 0), value.v);
	value.type = type_nullable(&l->unit->types, value.type, false);
	return value;
}

const char null_number[] = "null where a number is needed";
const char null_text[] = "null where a string is needed";
const char null_binary[] = "null where binary is needed";
const char null_list[] = "null where a list is needed";
const char null_condition[] = "null where a condition is needed";

const char *null_operand(enum op op)
{
	static const char *const messages[OP_COUNT] = {
#define OP(id, op, ...) [OP_##id] = NULL_OPERAND(op),
#include "lang/ops.def"
	};

	return messages[op];
}

mir_val rt_plain_address(struct lower *l, mir_val at)
{
	mir_val zero = mir_i64(&l->b, 0), negated;

	if (!l->trusts.n)
		return at;
	negated = mir_binary(&l->b, MIR_OP_SUB, zero, at);
	negated = mir_binary(&l->b, MIR_OP_FORGET, negated, zero); /* LLVM would negate nothing */
	return mir_binary(&l->b, MIR_OP_SUB, zero, negated);
}

mir_val rt_want_number(struct lower *l, struct rt value, const char *message)
{
	value = rt_want(l, value, message);
	if (value.type->kind == TYPE_PTR && value.type->elem && value.v.id)
		return rt_plain_address(l, value.v);
	/* Behind a value that is always null nothing runs, but what is built must be whole. */
	return value.v.id ? value.v : mir_i64(&l->b, 0);
}
