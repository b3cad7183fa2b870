/*
 * fold_split.c - constant strings that become lists, and lists that become strings.
 */
#include "frontend/fold_text.h"
#include "frontend/sema.h"

#include <utf8proc.h>

static const char a_string[] = "a string";

/* The pieces of s between separators, `most` at most; an empty one stands around each character. */
static void split(struct fold_items *items, struct sv s, struct sv separator, int64_t most)
{
	size_t start = 0, at = 0;
	uint32_t c;

	if (!most)
		return;
	while (--most && at <= s.n) {
		if (separator.n) {
			while (at < s.n && !sv_starts(sv_from(s, at), separator))
				at++;
			if (at >= s.n)
				break;
		}
		fold_add_text(items, (struct sv){s.p + start, at - start});
		start = at + separator.n;
		at = separator.n ? start : at < s.n ? at + fold_char_at(s, at, &c) : s.n + 1;
	}
	fold_add_text(items, sv_from(s, start));
}

/* --number, INT64_MAX without it; false after an error. */
static bool number_flag(struct folding *f, int64_t *most)
{
	const struct ast *flag = ast_flag(f->call, "number");

	*most = INT64_MAX;
	if (flag && !fold_int_argument(f, flag, most))
		return false;
	return *most >= 0 || fold_fails(f, "--number is negative");
}

const struct value *fold_cmd_split_row(struct folding *f, const struct value *in)
{
	struct fold_items items = {.arena = f->arena};
	struct sv separator;
	int64_t most;

	if (!fold_text_argument(f, ast_positional(f->call, 0), &separator) ||
	    !number_flag(f, &most))
		return NULL;
	if (in->kind == TYPE_STRING)
		split(&items, in->s, separator, most);
	else if (in->kind != TYPE_LIST)
		return fold_wants(f, NULL, a_string);
	for (uint32_t i = 0; in->kind == TYPE_LIST && i < in->n; i++) {
		if (in->items[i]->kind != TYPE_STRING)
			return fold_wants(f, NULL, a_string);
		split(&items, in->items[i]->s, separator, most);
	}
	return fold_list(&items);
}

const struct value *fold_cmd_split_chars(struct folding *f, const struct value *in)
{
	struct fold_items items = {.arena = f->arena};
	bool clusters = fold_flag(f, "grapheme-clusters");
	uint32_t c;

	if (in->kind != TYPE_STRING)
		return fold_wants(f, NULL, a_string);
	for (size_t at = 0, n; at < in->s.n; at += n) {
		n = clusters ? fold_cluster_at(in->s, at) : fold_char_at(in->s, at, &c);
		fold_add_text(&items, (struct sv){in->s.p + at, n});
	}
	return fold_list(&items);
}

const struct value *fold_cmd_lines(struct folding *f, const struct value *in)
{
	struct fold_items items = {.arena = f->arena};
	struct sv s = in->s;

	if (in->kind != TYPE_STRING)
		return fold_wants(f, NULL, a_string);
	while (s.n) {
		const char *end = memchr(s.p, '\n', s.n);
		struct sv line = {s.p, end ? (size_t)(end - s.p) : s.n};

		s = sv_from(s, line.n + 1);
		if (end && line.n && line.p[line.n - 1] == '\r')
			line.n--;
		fold_add_text(&items, line);
	}
	return fold_list(&items);
}

static const struct value *columns(struct folding *f, struct sv s, struct sv separator,
				   int64_t most)
{
	struct fold_items parts = {.arena = f->arena}, kept = {.arena = f->arena};
	const struct ast *given;
	struct sv *names;

	split(&parts, s, separator, most);
	for (uint32_t i = 0; i < parts.v.n; i++)
		if (parts.v.v[i]->s.n || !fold_flag(f, "collapse-empty"))
			fold_add(&kept, parts.v.v[i]);
	names = arena_array(f->arena, struct sv, kept.v.n + 1);
	given = ast_positional(f->call, 1);
	for (uint32_t i = 0; i < kept.v.n; i++) {
		names[i] = sv_cstr(arena_printf(f->arena, "column%u", i));
		given = ast_positional(f->call, i + 1);
		if (ast_positional(f->call, 1) && !given) {
			kept.v.n = i;
			break;
		}
		if (given && !fold_text_argument(f, given, &names[i]))
			return NULL;
	}
	return value_record(f->arena, names, kept.v.v, kept.v.n);
}

const struct value *fold_cmd_split_column(struct folding *f, const struct value *in)
{
	struct fold_items rows = {.arena = f->arena};
	struct sv separator;
	int64_t most;

	if (!fold_text_argument(f, ast_positional(f->call, 0), &separator) ||
	    !number_flag(f, &most))
		return NULL;
	for (uint32_t i = 0; i < (in->kind == TYPE_LIST ? in->n : 1); i++) {
		const struct value *v = in->kind == TYPE_LIST ? in->items[i] : in, *row;

		if (v->kind != TYPE_STRING)
			return fold_wants(f, NULL, a_string);
		row = columns(f, v->s, separator, most);
		if (!row)
			return NULL;
		fold_add(&rows, row);
	}
	return fold_list(&rows);
}

static int64_t length_of(struct sv s, bool bytes)
{
	return bytes ? (int64_t)s.n : fold_chars(s);
}

/* Letters and numbers of Unicode, and apostrophes; the categories of each follow each other. */
static bool in_word(uint32_t c)
{
	int category = utf8proc_category((utf8proc_int32_t)c);

	return c == '\'' ||
	       (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
	       (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

const struct value *fold_cmd_split_words(struct folding *f, const struct value *in)
{
	const struct ast *least = ast_flag(f->call, "min-word-length");
	struct fold_items items = {.arena = f->arena};
	int64_t most = 0;
	size_t from = 0;
	uint32_t ch;

	if (in->kind != TYPE_STRING)
		return fold_wants(f, NULL, a_string);
	if (least && (!fold_int_argument(f, least, &most) || most < 0))
		return f->wants ? NULL : fold_fails(f, "--min-word-length is negative");
	if (fold_flag(f, "grapheme-clusters"))
		return fold_fails(f, "it counts no grapheme clusters: leave out the flag");
	for (size_t at = 0, n; at <= in->s.n; at += n) {
		struct sv word = {in->s.p + from, at - from};

		n = at < in->s.n ? fold_char_at(in->s, at, &ch) : 1;
		if (at < in->s.n && in_word(ch))
			continue;
		if (word.n && length_of(word, fold_flag(f, "utf-8-bytes")) >= most)
			fold_add_text(&items, word);
		from = at + n;
	}
	return fold_list(&items);
}

const struct value *fold_cmd_str_join(struct folding *f, const struct value *in)
{
	const struct ast *argument = ast_positional(f->call, 0);
	struct buf b = {.arena = f->arena};
	struct sv separator = {"", 0};

	if (argument && !fold_text_argument(f, argument, &separator))
		return NULL;
	if (in->kind == TYPE_STRING)
		return in;
	if (in->kind != TYPE_LIST)
		return fold_wants(f, NULL, "a list or string");
	buf_puts(&b, "");
	for (uint32_t i = 0; i < in->n; i++) {
		enum type_kind kind = in->items[i]->kind;
		uint32_t before;

		if (kind == TYPE_LIST || kind == TYPE_RECORD || kind == TYPE_BINARY ||
		    kind == TYPE_RANGE)
			return fold_fails(f, "only texts and numbers are joined");
		if (i)
			buf_write(&b, separator.p, separator.n);
		before = b.n;
		value_text(&b, in->items[i]);
		if (kind == TYPE_FLOAT && b.n > before + 2 && strcmp(b.p + b.n - 2, ".0") == 0)
			b.n -= 2;
	}
	return value_string(f->arena, (struct sv){b.p, b.n});
}

/* nu 0.115 turns characters round, not what they are combined to. */
const struct value *fold_cmd_str_reverse(struct folding *f, const struct value *in)
{
	char *out;
	size_t end = in->s.n, n;
	uint32_t c;

	if (in->kind != TYPE_STRING)
		return fold_wants(f, NULL, a_string);
	out = arena_strndup(f->arena, in->s.p, in->s.n);
	for (size_t at = 0; at < in->s.n; at += n) {
		n = fold_char_at(in->s, at, &c);
		end -= n;
		memcpy(out + end, in->s.p + at, n);
	}
	return value_string(f->arena, (struct sv){out, in->s.n});
}
