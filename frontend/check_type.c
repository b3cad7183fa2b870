/*
 * check_type.c - the types that `map-define --key-type` and `--value-type` name.
 *
 * They are Nushell's annotations, and those of other tools, which say sizes: `string:16`,
 * `bytes:4`, `list:int:8`, `array{u16:4}`, `record{pid:u32,comm:string:16}`. A size is the least
 * room that there is; longer texts and lists get more. Every int has 64 bits.
 */
#include "frontend/check.h"

enum { NESTING_MAX = 8 };

struct reader {
	struct checker *c;
	struct sv rest, all;
	struct span at;
	uint32_t depth;
	bool failed;
};

static const struct type *fail(struct reader *r, struct sv word)
{
	struct diag *d;

	if (r->failed)
		return NULL;
	r->failed = true;
	d = diag_report(r->c->sink, DIAG_unknown_type, r->at,
			sv_dup(r->c->arena, word.n ? word : r->all));
	diag_help(r->c->sink, d,
		  "types are int, u64, bool, duration, filesize, string:16, bytes:8, list<int>, "
		  "record<pid: int, comm: string>");
	return NULL;
}

static bool take(struct reader *r, const char *any)
{
	while (r->rest.n && r->rest.p[0] == ' ')
		r->rest = sv_from(r->rest, 1);
	if (!r->rest.n || !strchr(any, r->rest.p[0]))
		return false;
	r->rest = sv_from(r->rest, 1);
	return true;
}

static struct sv take_word(struct reader *r)
{
	struct sv word;
	size_t n = 0;

	take(r, "");
	while (n < r->rest.n && !strchr(" ,:<>{}?", r->rest.p[n]))
		n++;
	word = (struct sv){r->rest.p, n};
	r->rest = sv_from(r->rest, n);
	return word;
}

/* `:16` behind a type: 0 where there is none. */
static uint32_t take_size(struct reader *r)
{
	uint64_t size = 0;
	struct sv word;

	if (!take(r, ":"))
		return 0;
	word = take_word(r);
	for (size_t i = 0; i < word.n && size <= READ_STR_MAX; i++) {
		if (word.p[i] < '0' || word.p[i] > '9')
			size = UINT32_MAX;
		size = size * 10 + (uint64_t)(word.p[i] - '0');
	}
	if (!size || size > READ_STR_MAX)
		fail(r, word);
	return (uint32_t)size;
}

static const struct type *read_type(struct reader *r);

static const struct type *read_record(struct reader *r)
{
	VEC(struct type_field) fields = {0};

	if (!take(r, "<{"))
		return fail(r, r->all);
	while (!take(r, ">}")) {
		struct type_field f = {.name = take_word(r)};

		if (!f.name.n || !take(r, ":"))
			return fail(r, r->all);
		f.type = read_type(r);
		if (!f.type)
			return NULL;
		vec_push(r->c->arena, &fields, f);
		take(r, ",");
	}
	return type_record(&r->c->u->types, fields.v, fields.n);
}

/* `list<int>`, `list:int:4`, `array{int:4}`. */
static const struct type *read_list(struct reader *r)
{
	bool is_bracket = take(r, "<{");
	const struct type *elem;
	uint32_t cap;

	if (!is_bracket && !take(r, ":"))
		return fail(r, r->all);
	elem = read_type(r);
	if (!elem)
		return NULL;
	cap = take_size(r);
	if (is_bracket && !take(r, ">}"))
		return fail(r, r->all);
	if (is_bracket && !cap)
		cap = take_size(r);
	if (cap > LIST_ELEMENTS_MAX)
		return fail(r, r->all);
	return type_list(&r->c->u->types, elem, cap);
}

static const struct type *read_plain(struct reader *r, struct sv word)
{
	static const struct {
		const char *name;
		enum type_kind kind;
	} names[] = {
		{"int", TYPE_INT},	     {"i8", TYPE_INT},
		{"i16", TYPE_INT},	     {"i32", TYPE_INT},
		{"i64", TYPE_INT},	     {"u8", TYPE_INT},
		{"u16", TYPE_INT},	     {"u32", TYPE_INT},
		{"u64", TYPE_U64},	     {"bool", TYPE_BOOL},
		{"duration", TYPE_DURATION}, {"filesize", TYPE_FILESIZE},
		{"string", TYPE_STRING},     {"binary", TYPE_BINARY},
		{"bytes", TYPE_BINARY},	     {"record", TYPE_RECORD},
		{"list", TYPE_LIST},	     {"array", TYPE_LIST},
	};
	struct type_table *types = &r->c->u->types;
	uint32_t i = 0;

	while (i < ARRAY_SIZE(names) && !sv_is(word, names[i].name))
		i++;
	if (i == ARRAY_SIZE(names))
		return fail(r, word);
	switch (names[i].kind) {
	case TYPE_STRING:
		return type_string(types, take_size(r), false);
	case TYPE_BINARY:
		return type_binary(types, take_size(r));
	case TYPE_RECORD:
		return read_record(r);
	case TYPE_LIST:
		return read_list(r);
	default:
		return type_of(types, names[i].kind);
	}
}

static const struct type *read_type(struct reader *r)
{
	const struct type *t;

	if (++r->depth > NESTING_MAX)
		return fail(r, r->all);
	t = read_plain(r, take_word(r));
	r->depth--;
	return t && take(r, "?") ? type_nullable(&r->c->u->types, t, true) : t;
}

const struct type *check_type_text(struct checker *c, struct sv text, struct span at)
{
	struct reader r = {.c = c, .rest = text, .all = text, .at = at};
	const struct type *t = read_type(&r);

	take(&r, "");
	if (t && !r.failed && r.rest.n)
		return fail(&r, text);
	return r.failed ? NULL : t;
}
