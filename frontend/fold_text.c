/*
 * fold_text.c - Nushell's `str` commands on constants, with the Unicode that it knows.
 */
#include "frontend/fold_text.h"
#include "frontend/regex_tree.h"
#include "frontend/sema.h"

#include <stdlib.h>
#include <utf8proc.h>

size_t fold_char_at(struct sv s, size_t at, uint32_t *c)
{
	utf8proc_int32_t code;
	utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.p + at,
					      (utf8proc_ssize_t)(s.n - at), &code);

	*c = n > 0 ? (uint32_t)code : (unsigned char)s.p[at];
	return n > 0 ? (size_t)n : 1;
}

size_t fold_cluster_at(struct sv s, size_t at)
{
	utf8proc_int32_t state = 0;
	size_t start = at;
	uint32_t c, next;

	at += fold_char_at(s, at, &c);
	while (at < s.n) {
		size_t n = fold_char_at(s, at, &next);

		if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)c, (utf8proc_int32_t)next,
						     &state))
			break;
		c = next;
		at += n;
	}
	return at - start;
}

/* SpecialCasing.txt: capitals of several characters; the small sigma that ends a word. */
static bool is_special(uint32_t c, bool upper)
{
	static const struct char_range expand[] = {
		{0xdf, 0xdf},	  {0x149, 0x149},   {0x1f0, 0x1f0},
		{0x390, 0x390},	  {0x3b0, 0x3b0},   {0x587, 0x587},
		{0x1e96, 0x1e9a}, {0x1f50, 0x1fff}, {0xfb00, 0xfb17},
	};

	if (!upper)
		return c == 0x130 || c == 0x3a3;
	for (uint32_t i = 0; i < ARRAY_SIZE(expand); i++)
		if (expand[i].low <= c && c <= expand[i].high)
			return true;
	return false;
}

bool fold_case(struct arena *a, struct sv s, bool upper, struct sv *out)
{
	struct buf b = {.arena = a};
	utf8proc_uint8_t bytes[4];
	uint32_t c;

	buf_puts(&b, "");
	for (size_t at = 0; at < s.n;) {
		utf8proc_int32_t code;

		at += fold_char_at(s, at, &c);
		if (is_special(c, upper))
			return false;
		code = (utf8proc_int32_t)c;
		code = upper ? utf8proc_toupper(code) : utf8proc_tolower(code);
		buf_write(&b, bytes, (size_t)utf8proc_encode_char(code, bytes));
	}
	*out = (struct sv){b.p, b.n};
	return true;
}

static const char not_one[] =
	"one of its characters becomes several, or depends on those around it";
static const char a_string[] = "a string";

static const struct value *text(struct folding *f, struct sv s)
{
	return value_string(f->arena, s);
}

static const struct value *number(struct folding *f, int64_t i)
{
	return value_of(f->arena, TYPE_INT, i);
}

/* The first argument. */
static bool first(struct folding *f, struct sv *out)
{
	return fold_text_argument(f, ast_positional(f->call, 0), out);
}

/* ---- ends ---- */

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* nu 0.115 leaves the white space of Unicode. */
struct sv fold_trim(struct sv s, struct sv what, bool left, bool right)
{
	if (!what.n) {
		for (; right && s.n && is_blank(s.p[s.n - 1]); s.n--)
			;
		while (left && s.n && is_blank(s.p[0]))
			s = sv_from(s, 1);
		return s;
	}
	while (right && s.n >= what.n && memcmp(s.p + s.n - what.n, what.p, what.n) == 0)
		s.n -= what.n;
	while (left && s.n && sv_starts(s, what))
		s = sv_from(s, what.n);
	return s;
}

const struct value *fold_cmd_str_trim(struct folding *f, const struct value *in)
{
	const struct ast *flag = ast_flag(f->call, "char");
	bool left = fold_flag(f, "left"), right = fold_flag(f, "right");
	struct sv what = {"", 0};
	uint32_t c;

	if (in->kind != TYPE_STRING)
		return fold_wants(f, NULL, a_string);
	if (flag && !fold_text_argument(f, flag, &what))
		return NULL;
	if (what.n && fold_char_at(what, 0, &c) != what.n)
		return fold_fails(f, "--char is one character");
	if (flag && !what.n)
		return in;
	return text(f, fold_trim(in->s, what, left || !right, right || !left));
}

/* ---- case ---- */

static const struct value *other_case(struct folding *f, const struct value *in, bool upper)
{
	struct sv s;

	if (in->kind != TYPE_STRING)
		return fold_wants(f, NULL, a_string);
	return fold_case(f->arena, in->s, upper, &s) ? text(f, s) : fold_fails(f, not_one);
}

const struct value *fold_cmd_str_upcase(struct folding *f, const struct value *in)
{
	return other_case(f, in, true);
}

const struct value *fold_cmd_str_downcase(struct folding *f, const struct value *in)
{
	return other_case(f, in, false);
}

const struct value *fold_cmd_str_capitalize(struct folding *f, const struct value *in)
{
	struct buf b = {.arena = f->arena};
	struct sv head, up;
	uint32_t c;

	if (in->kind != TYPE_STRING)
		return fold_wants(f, NULL, a_string);
	if (!in->s.n)
		return in;
	head = (struct sv){in->s.p, fold_char_at(in->s, 0, &c)};
	if (!fold_case(f->arena, head, true, &up))
		return fold_fails(f, not_one);
	buf_write(&b, up.p, up.n);
	buf_write(&b, in->s.p + head.n, in->s.n - head.n);
	return text(f, (struct sv){b.p, b.n});
}

/* ---- looking for text ---- */

/* What a comparison without case makes of a text: Unicode's full case folding. */
bool fold_caseless(struct arena *a, struct sv s, struct sv *out)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n,
					  &mapped, UTF8PROC_CASEFOLD);

	if (n < 0)
		return false;
	*out = (struct sv){arena_strndup(a, (const char *)mapped, (size_t)n), (size_t)n};
	free(mapped);
	return true;
}

static const struct value *test(struct folding *f, const struct value *in, enum op op)
{
	struct sv x = in->s, part;
	const char *error;

	if (in->kind != TYPE_STRING)
		return fold_wants(f, NULL, a_string);
	if (!first(f, &part))
		return NULL;
	if (fold_flag(f, "ignore-case") &&
	    (!fold_caseless(f->arena, x, &x) || !fold_caseless(f->arena, part, &part)))
		return fold_fails(f, "the text is not UTF-8");
	return fold_binary(f->arena, op, text(f, x), text(f, part), false, &error);
}

const struct value *fold_cmd_str_contains(struct folding *f, const struct value *in)
{
	return test(f, in, OP_HAS);
}

const struct value *fold_cmd_str_starts_with(struct folding *f, const struct value *in)
{
	return test(f, in, OP_STARTS_WITH);
}

const struct value *fold_cmd_str_ends_with(struct folding *f, const struct value *in)
{
	return test(f, in, OP_ENDS_WITH);
}

static bool is_boundary(struct sv s, int64_t at)
{
	return at >= (int64_t)s.n || ((unsigned char)s.p[at] & 0xc0) != 0x80;
}

/* Places as Nushell counts them, within the text. */
void fold_places(struct sv s, const struct value *range, int64_t *from, int64_t *to)
{
	int64_t n = (int64_t)s.n, at = range->range.from, end = range->range.to;

	at = at < 0 ? at + n : at;
	*from = at < 0 ? 0 : at > n ? n : at;
	*to = n;
	if (range->range.has_to && end < n) {
		end = end < 0 ? end + n : end;
		*to = end < 0 ? 0 : end + !range->range.exclusive;
	}
	if (*to < *from)
		*to = *from;
}

static bool range_argument(struct folding *f, const struct ast *a, const struct value **out)
{
	*out = a->value;
	return a->value->kind == TYPE_RANGE || fold_wants(f, a, "a range");
}

int64_t fold_index(struct sv s, struct sv part, bool last)
{
	if (last)
		for (size_t at = s.n + 1; at-- > 0;)
			if (sv_starts(sv_from(s, at), part))
				return (int64_t)at;
	for (size_t at = 0; !last && at <= s.n; at++)
		if (sv_starts(sv_from(s, at), part))
			return (int64_t)at;
	return -1;
}

const struct value *fold_cmd_str_index_of(struct folding *f, const struct value *in)
{
	const struct ast *flag = ast_flag(f->call, "range");
	const struct value *range;
	struct sv s = in->s, part;
	int64_t from = 0, to, at;

	if (in->kind != TYPE_STRING)
		return fold_wants(f, NULL, a_string);
	if (!first(f, &part))
		return NULL;
	if (flag) {
		if (!range_argument(f, flag, &range))
			return NULL;
		fold_places(s, range, &from, &to);
		if (!is_boundary(s, from) || !is_boundary(s, to))
			return fold_fails(f, "the range begins or ends inside a character");
		if (!part.n && (range->range.from < 0 || range->range.from > (int64_t)s.n))
			return fold_fails(f, "the range is outside the text");
		s = (struct sv){s.p + from, (size_t)(to - from)};
	}
	at = fold_index(s, part, fold_flag(f, "end"));
	return number(f, at < 0 ? -1 : at + from);
}

/* ---- parts ---- */

const struct value *fold_cmd_str_substring(struct folding *f, const struct value *in)
{
	const struct value *range;
	int64_t from, to;

	if (in->kind != TYPE_STRING)
		return fold_wants(f, NULL, a_string);
	if (!range_argument(f, ast_positional(f->call, 0), &range))
		return NULL;
	fold_places(in->s, range, &from, &to);
	if (from < to && (!is_boundary(in->s, from) || !is_boundary(in->s, to)))
		return fold_fails(f, "a character is cut: Nushell puts U+FFFD in its place");
	return text(f, (struct sv){in->s.p + from, (size_t)(to - from)});
}

struct sv fold_replace(struct arena *a, struct sv s, struct sv find, struct sv with, bool all)
{
	struct buf b = {.arena = a};
	bool more = true;

	buf_puts(&b, "");
	for (size_t at = 0; at <= s.n;) {
		bool here = more && sv_starts(sv_from(s, at), find);
		uint32_t c;

		if (here) {
			buf_write(&b, with.p, with.n);
			more = all;
		}
		if (here && find.n) {
			at += find.n;
		} else if (at < s.n) {
			size_t n = fold_char_at(s, at, &c);

			buf_write(&b, s.p + at, n);
			at += n;
		} else {
			break;
		}
	}
	return (struct sv){b.p, b.n};
}

uint64_t fold_replaced_cap(uint32_t cap, struct sv find, struct sv with, bool all)
{
	uint64_t times = cap < find.n ? 0 : all ? cap / find.n : 1;

	return cap + (with.n > find.n ? times * (with.n - find.n) : 0);
}

uint32_t fold_part_cap(const struct value *range, uint32_t cap)
{
	int64_t from, to;

	if (!range || range->range.from < 0 || (range->range.has_to && range->range.to < 0))
		return cap;
	from = range->range.from;
	to = range->range.has_to ? range->range.to : cap;
	if (to < cap)
		cap = (uint32_t)to + (range->range.has_to && !range->range.exclusive);
	return from < cap ? cap - (uint32_t)from : 0;
}

uint32_t fold_bytes_cap(const struct ast *call, uint32_t cap)
{
	bool rest = call->u.call.cmd == CMD_skip || call->u.call.cmd == CMD_drop;
	const struct ast *arg = ast_positional(call, 0);
	int64_t n = !arg ? 1 : arg->value ? arg->value->i : rest ? 0 : cap;

	n = n > cap ? cap : n;
	return rest ? cap - (uint32_t)n : (uint32_t)n;
}

const struct value *fold_cmd_str_replace(struct folding *f, const struct value *in)
{
	struct sv find, with;

	if (in->kind != TYPE_STRING)
		return fold_wants(f, NULL, a_string);
	if (!first(f, &find) || !fold_text_argument(f, ast_positional(f->call, 1), &with))
		return NULL;
	return text(f, fold_replace(f->arena, in->s, find, with, fold_flag(f, "all")));
}

/* ---- counting ---- */

int64_t fold_chars(struct sv s)
{
	int64_t n = 0;
	uint32_t c;

	for (size_t at = 0; at < s.n; n++)
		at += fold_char_at(s, at, &c);
	return n;
}

const struct value *fold_cmd_str_length(struct folding *f, const struct value *in)
{
	int64_t n = 0;

	if (in->kind != TYPE_STRING)
		return fold_wants(f, NULL, a_string);
	if (fold_flag(f, "chars"))
		return number(f, fold_chars(in->s));
	if (!fold_flag(f, "grapheme-clusters"))
		return number(f, (int64_t)in->s.n);
	for (size_t at = 0; at < in->s.n; n++)
		at += fold_cluster_at(in->s, at);
	return number(f, n);
}

bool type_has_text(const struct type *t)
{
	if (t->kind == TYPE_LIST)
		return t->elem && type_has_text(t->elem);
	for (uint32_t i = 0; t->kind == TYPE_RECORD && i < t->nfields; i++)
		if (type_has_text(t->fields[i].type))
			return true;
	return t->kind == TYPE_STRING || t->kind == TYPE_ANY;
}
