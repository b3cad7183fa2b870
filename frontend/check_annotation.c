/*
 * check_annotation.c - types as they are written at parameters and variables, and what they take.
 *
 * As in Nushell `list` and `list<any>` take any list, a record any that has the columns named, and
 * `table` is a list of records.
 */
#include "frontend/check.h"

enum { NESTING_MAX = 16 };

/* What is left of the text of an annotation. */
struct reader {
	struct checker *c;
	struct sv rest;
	struct span at;
	uint32_t depth;
};

static void skip_blanks(struct reader *r)
{
	while (r->rest.n && strchr(" \t\r\n,", r->rest.p[0])) {
		r->rest.p++;
		r->rest.n--;
	}
}

static bool take(struct reader *r, char what)
{
	skip_blanks(r);
	if (!r->rest.n || r->rest.p[0] != what)
		return false;
	r->rest.p++;
	r->rest.n--;
	return true;
}

/* All to the next blank or sign, or what is in quotes. */
static struct sv take_word(struct reader *r)
{
	struct sv word;
	size_t n = 0;
	char quote;

	skip_blanks(r);
	quote = r->rest.n ? r->rest.p[0] : 0;
	if (quote == '"' || quote == '\'') {
		for (n = 1; n < r->rest.n && r->rest.p[n] != quote;)
			n++;
		word = (struct sv){r->rest.p + 1, n - 1};
		n += n < r->rest.n;
	} else {
		while (n < r->rest.n && !strchr(" \t\r\n,<>:@", r->rest.p[n]))
			n++;
		word = (struct sv){r->rest.p, n};
	}
	r->rest.p += n;
	r->rest.n -= n;
	return word;
}

static const struct type *unknown(struct reader *r, struct sv word, const struct nearest *near)
{
	struct diag *d =
		diag_report(r->c->sink, DIAG_unknown_type, r->at, sv_dup(r->c->arena, word));

	if (near->best.p)
		diag_help(r->c->sink, d, "did you mean '" SV_FMT "'?", SV_ARG(near->best));
	return NULL;
}

static const struct type *read_type(struct reader *r);

/* `<a: int, b>` of a record; without it any will do. NULL after a report. */
static const struct type *read_record(struct reader *r)
{
	struct type_table *types = &r->c->u->types;
	VEC(struct type_field) fields = {0};

	if (!take(r, '<'))
		return type_record(types, NULL, 0);
	while (!take(r, '>')) {
		struct type_field f = {take_word(r), type_of(types, TYPE_ANY)};

		if (take(r, ':'))
			f.type = read_type(r);
		if (!f.type || (!f.name.n && !r->rest.n))
			return f.type ? type_record(types, fields.v, fields.n) : NULL;
		if (!f.name.n)
			return unknown(r, r->rest, &(struct nearest){0});
		vec_push(r->c->arena, &fields, f);
	}
	return type_record(types, fields.v, fields.n);
}

static const struct type *read_list(struct reader *r)
{
	const struct type *elem = NULL;

	if (take(r, '<')) {
		elem = read_type(r);
		if (!elem)
			return NULL;
		take(r, '>');
	}
	return type_list(&r->c->u->types, elem, 0);
}

static const struct type *read_type(struct reader *r)
{
	static const struct {
		const char *name;
		enum type_kind kind;
	} names[] = {
		{"int", TYPE_INT},	     {"bool", TYPE_BOOL},     {"duration", TYPE_DURATION},
		{"filesize", TYPE_FILESIZE}, {"float", TYPE_FLOAT},   {"nothing", TYPE_NOTHING},
		{"range", TYPE_RANGE},	     {"any", TYPE_ANY},	      {"closure", TYPE_CLOSURE},
		{"number", TYPE_INT},	     {"string", TYPE_STRING}, {"path", TYPE_STRING},
		{"binary", TYPE_BINARY},     {"list", TYPE_LIST},     {"record", TYPE_RECORD},
		{"table", TYPE_LIST},
	};
	struct type_table *types = &r->c->u->types;
	struct sv word = take_word(r);
	struct nearest near = {.want = word};
	const struct type *t = NULL;
	uint32_t i = 0;

	for (; i < ARRAY_SIZE(names) && !sv_is(word, names[i].name); i++)
		nearest_offer(&near, sv_cstr(names[i].name));
	if (i == ARRAY_SIZE(names) || ++r->depth > NESTING_MAX)
		return unknown(r, word, &near);
	switch (names[i].kind) {
	case TYPE_STRING:
		t = type_string(types, 0, false);
		break;
	case TYPE_BINARY:
		t = type_binary(types, 0);
		break;
	case TYPE_RECORD:
		t = read_record(r);
		break;
	case TYPE_LIST:
		t = sv_is(word, "table") ? read_record(r) : read_list(r);
		if (t && t->kind == TYPE_RECORD)
			t = type_list(types, t, 0);
		break;
	default:
		t = type_of(types, names[i].kind);
	}
	if (take(r, '@')) /* what completes it */
		take_word(r);
	r->depth--;
	return t;
}

const struct type *check_annotation(struct checker *c, struct sv text, struct span at)
{
	struct reader r = {.c = c, .rest = text, .at = at};

	return read_type(&r);
}

bool check_accepts(const struct type *want, const struct type *have)
{
	if (want->kind == TYPE_ANY || (want->kind == TYPE_INT && type_is_unsigned(have)))
		return true;
	if (want->kind != have->kind)
		return false;
	if (want->kind == TYPE_LIST)
		return !want->elem || !have->elem || want->elem->kind == TYPE_ANY ||
		       (!have->elem->nullable && check_accepts(want->elem, have->elem));
	for (uint32_t i = 0; want->kind == TYPE_RECORD && i < want->nfields; i++) {
		const struct type_field *w = &want->fields[i], *h = type_field(have, w->name);

		if (!h || (w->type->kind != TYPE_ANY &&
			   (h->type->nullable || !check_accepts(w->type, h->type))))
			return false;
	}
	return true;
}
