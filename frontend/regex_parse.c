/*
 * regex_parse.c - the text of a regular expression to its tree.
 *
 * Whether quantifiers are greedy decides which match is found, not whether there is one, so the
 * tree does not say. Spellings whose meaning rests on how a backtracking engine tries, and those
 * that Nushell reads as plain text by accident, are refused rather than guessed.
 */
#include "frontend/regex_tree.h"

#include <ctype.h>
#include <utf8proc.h>

enum { LENGTH_MAX = 4096, DEPTH_MAX = 100, REPEAT_MAX = 1000 };

struct regex_parser {
	struct arena *arena;
	struct sv s;
	size_t at;
	uint32_t depth;
	bool ignore_case, dot_newline;
	const char *why; /* the first mistake */
};

static struct regex_node *parse_choice(struct regex_parser *p);

static void wrong(struct regex_parser *p, const char *why)
{
	if (!p->why)
		p->why = why;
	p->at = p->s.n;
}

static bool at_end(const struct regex_parser *p)
{
	return p->at >= p->s.n;
}

/* The byte `ahead` of here, NUL behind the end. */
static char peek(const struct regex_parser *p, size_t ahead)
{
	return p->at + ahead < p->s.n ? p->s.p[p->at + ahead] : 0;
}

static bool accept(struct regex_parser *p, const char *text)
{
	size_t n = strlen(text);

	if (p->at + n > p->s.n || memcmp(p->s.p + p->at, text, n) != 0)
		return false;
	p->at += n;
	return true;
}

static uint32_t next_char(struct regex_parser *p)
{
	utf8proc_int32_t c = 0;
	utf8proc_ssize_t n = 0;

	if (!at_end(p))
		n = utf8proc_iterate((const utf8proc_uint8_t *)p->s.p + p->at,
				     (utf8proc_ssize_t)(p->s.n - p->at), &c);
	if (n <= 0) {
		wrong(p, "it is not UTF-8");
		return 0;
	}
	p->at += (size_t)n;
	return (uint32_t)c;
}

static struct regex_node *new_node(struct regex_parser *p, enum regex_kind kind)
{
	struct regex_node *n = arena_new(p->arena, struct regex_node);

	n->kind = kind;
	return n;
}

static struct regex_node *set_node(struct regex_parser *p, struct char_set s)
{
	struct regex_node *n = new_node(p, REGEX_SET);

	if (p->ignore_case)
		char_set_fold(p->arena, &s);
	char_set_normalise(&s);
	n->set = s;
	return n;
}

static struct regex_node *char_node(struct regex_parser *p, uint32_t c)
{
	struct char_set s = {0};

	char_set_add(p->arena, &s, c, c);
	return set_node(p, s);
}

/* ---- escapes ---- */

static uint32_t hex_digits(struct regex_parser *p, uint32_t least, uint32_t most)
{
	uint32_t v = 0, n = 0;

	for (; n < most && isxdigit((unsigned char)peek(p, 0)); n++, p->at++) {
		char c = peek(p, 0);

		v = v << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
	}
	if (n < least || v > CODE_POINT_MAX || (v >= 0xd800 && v <= 0xdfff))
		wrong(p, "a \\x, \\u or \\U in it names no character");
	return v;
}

/* The character of an escape whose letter is next. */
static uint32_t escaped_char(struct regex_parser *p)
{
	static const char letters[] = "aefnrtv", means[] = "\a\033\f\n\r\t\v";
	char c = peek(p, 0);
	const char *letter = c ? strchr(letters, c) : NULL;

	p->at++;
	if (letter)
		return (unsigned char)means[letter - letters];
	if (c == 'x' || c == 'u' || c == 'U') {
		uint32_t v, digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;

		if (!accept(p, "{"))
			return hex_digits(p, digits, digits);
		v = hex_digits(p, 1, 6);
		if (!accept(p, "}"))
			wrong(p, "a '{' behind \\x or \\u is never closed");
		return v;
	}
	if (ispunct((unsigned char)c) && c != '<' && c != '>')
		return (unsigned char)c;
	if (c == ' ')
		return ' ';
	if (c == 'b' || c == 'B' || c == '<' || c == '>')
		wrong(p, "it has a word boundary, which the automaton of the kernel does not know");
	else if (c == 'p' || c == 'P')
		wrong(p, "it has a \\p class of Unicode: write the characters' ranges");
	else if ((c >= '1' && c <= '9') || c == 'k')
		wrong(p, "it refers back to a group, which no automaton can");
	else
		wrong(p, "it has an escape that is not known");
	return 0;
}

/* \d \w \s, \h (a hex digit) and their complements. */
static bool class_escape(struct regex_parser *p, struct char_set *out)
{
	struct char_set s = {0};
	char c = peek(p, 1);

	if (peek(p, 0) != '\\')
		return false;
	if ((c | 32) == 'h')
		char_set_posix(p->arena, SV("xdigit"), &s);
	else if (!isalpha((unsigned char)c) || !char_set_perl(p->arena, (char)(c | 32), &s))
		return false;
	p->at += 2;
	if (isupper((unsigned char)c))
		char_set_negate(p->arena, &s);
	char_set_join(p->arena, out, &s);
	return true;
}

/* ---- [classes] ---- */

static uint32_t class_char(struct regex_parser *p)
{
	if (accept(p, "\\"))
		return escaped_char(p);
	return next_char(p);
}

static void class_item(struct regex_parser *p, struct char_set *s)
{
	struct char_set named = {0};
	uint32_t low, high;
	size_t from, end;

	if (class_escape(p, s)) {
		if (peek(p, 0) == '-' && peek(p, 1) != ']')
			wrong(p, "a class such as \\d begins a range");
		return;
	}
	if (accept(p, "[:")) {
		bool negated = accept(p, "^");

		from = end = p->at;
		while (end < p->s.n && p->s.p[end] != ':')
			end++;
		p->at = end;
		if (!accept(p, ":]") ||
		    !char_set_posix(p->arena, (struct sv){p->s.p + from, end - from}, &named))
			wrong(p, "it has a [:class:] that is not known");
		if (negated)
			char_set_negate(p->arena, &named);
		char_set_join(p->arena, s, &named);
		return;
	}
	if (peek(p, 0) == '[')
		wrong(p, "it has a '[' inside a class: write \\[ for the character");
	low = high = class_char(p);
	if (peek(p, 0) == '-' && peek(p, 1) != ']' && peek(p, 1) != '-' && p->at + 1 < p->s.n) {
		p->at++;
		if (peek(p, 0) == '\\' && memchr("dDwWsShH", peek(p, 1), 8))
			wrong(p, "a class such as \\d ends a range");
		else
			high = class_char(p);
	}
	if (high < low)
		wrong(p, "a range in it ends before it begins");
	char_set_add(p->arena, s, low, high);
}

/* Behind the opening bracket. */
static struct regex_node *parse_class(struct regex_parser *p)
{
	bool negated = accept(p, "^"), first = true;
	struct char_set s = {0};
	struct regex_node *n;

	while (first || peek(p, 0) != ']') {
		if (at_end(p)) {
			wrong(p, "a '[' is never closed");
			break;
		}
		if (accept(p, "&&") || (!first && peek(p, 1) == '-' && accept(p, "--")) ||
		    accept(p, "~~"))
			wrong(p, "it has an operation on classes (&&, --, ~~)");
		else
			class_item(p, &s);
		first = false;
	}
	p->at++;
	n = set_node(p, s);
	if (negated)
		char_set_negate(p->arena, &n->set);
	return n;
}

/* ---- groups ---- */

/* i and s, switched on or off; the character behind them is next. */
static void parse_flags(struct regex_parser *p)
{
	bool on = true;

	for (;; p->at++) {
		char c = peek(p, 0);

		if (c == '-' && on)
			on = false;
		else if (c == 'i')
			p->ignore_case = on;
		else if (c == 's')
			p->dot_newline = on;
		else
			return;
	}
}

static void skip_name(struct regex_parser *p)
{
	while (isalnum((unsigned char)peek(p, 0)) || peek(p, 0) == '_')
		p->at++;
	if (!accept(p, ">"))
		wrong(p, "the name of a group is never closed");
}

static struct regex_node *parse_group(struct regex_parser *p)
{
	bool ignore_case = p->ignore_case, dot_newline = p->dot_newline;
	struct regex_node *n;

	if (accept(p, "?")) {
		char c = peek(p, 0);

		if (c == '=' || c == '!' || (c == '<' && (peek(p, 1) == '=' || peek(p, 1) == '!')))
			wrong(p, "it looks ahead or behind, which no automaton can");
		else if (accept(p, "P<") || accept(p, "<"))
			skip_name(p);
		else
			parse_flags(p);
		if (accept(p, ")")) /* the flags hold for the rest of the group around */
			return new_node(p, REGEX_EMPTY);
		if (!p->why && c != '<' && c != 'P' && !accept(p, ":"))
			wrong(p, "it has a group of a kind that is not known");
	}
	n = parse_choice(p);
	p->ignore_case = ignore_case;
	p->dot_newline = dot_newline;
	if (!accept(p, ")"))
		wrong(p, "a '(' is never closed");
	return n;
}

/* ---- the rest ---- */

static struct regex_node *parse_dot(struct regex_parser *p)
{
	struct regex_node *n = new_node(p, REGEX_SET);

	if (!p->dot_newline)
		char_set_add(p->arena, &n->set, '\n', '\n');
	char_set_negate(p->arena, &n->set);
	return n;
}

static struct regex_node *parse_atom(struct regex_parser *p)
{
	struct regex_node *n = new_node(p, REGEX_SET);

	if (class_escape(p, &n->set)) { /* whole in every case */
		char_set_normalise(&n->set);
		return n;
	}
	if (accept(p, "("))
		return parse_group(p);
	if (accept(p, "["))
		return parse_class(p);
	if (accept(p, "."))
		return parse_dot(p);
	if (accept(p, "^") || accept(p, "\\A"))
		return new_node(p, REGEX_START);
	if (accept(p, "$") || accept(p, "\\z"))
		return new_node(p, REGEX_END);
	if (accept(p, "\\")) {
		if (at_end(p))
			wrong(p, "it ends in a backslash");
		return char_node(p, escaped_char(p));
	}
	if (peek(p, 0) && strchr("*+?{", peek(p, 0)))
		wrong(p, "a quantifier has nothing to repeat (a '{' of the text is \\{)");
	return char_node(p, next_char(p));
}

static uint32_t parse_count(struct regex_parser *p)
{
	uint32_t n = 0;

	if (!isdigit((unsigned char)peek(p, 0)))
		wrong(p, "what stands in {} is not a count (a '{' of the text is \\{)");
	for (; isdigit((unsigned char)peek(p, 0)); p->at++)
		n = n * 10 + (uint32_t)(peek(p, 0) - '0') > REPEAT_MAX
			    ? REPEAT_MAX + 1
			    : n * 10 + (uint32_t)(peek(p, 0) - '0');
	if (n > REPEAT_MAX)
		wrong(p, "it repeats something more than 1000 times");
	return n;
}

static bool parse_quantifier(struct regex_parser *p, uint32_t *min, uint32_t *max)
{
	*min = 0;
	*max = REPEAT_FOREVER;
	if (accept(p, "*"))
		return true;
	if (accept(p, "?")) {
		*max = 1;
		return true;
	}
	if (accept(p, "+")) {
		*min = 1;
		return true;
	}
	if (!accept(p, "{"))
		return false;
	if (peek(p, 0) != ',')
		*min = parse_count(p);
	if (!accept(p, ","))
		*max = *min;
	else if (peek(p, 0) != '}')
		*max = parse_count(p);
	if (!accept(p, "}") || *max < *min)
		wrong(p, "what stands in {} is not a count (a '{' of the text is \\{)");
	return true;
}

static struct regex_node *parse_repeat(struct regex_parser *p)
{
	struct regex_node *n = parse_atom(p), *r;
	uint32_t min, max;

	if (!parse_quantifier(p, &min, &max))
		return n;
	if (n->kind == REGEX_START || n->kind == REGEX_END)
		wrong(p, "it repeats an anchor");
	accept(p, "?");
	if (peek(p, 0) && strchr("*+?{", peek(p, 0)))
		wrong(p, "it has two quantifiers in a row, or a possessive one");
	r = new_node(p, REGEX_REPEAT);
	r->left = n;
	r->min = min;
	r->max = max;
	return r;
}

static struct regex_node *pair(struct regex_parser *p, enum regex_kind kind,
			       struct regex_node *left, struct regex_node *right)
{
	struct regex_node *n = new_node(p, kind);

	n->left = left;
	n->right = right;
	return n;
}

static struct regex_node *parse_sequence(struct regex_parser *p)
{
	struct regex_node *n = new_node(p, REGEX_EMPTY);

	while (!at_end(p) && peek(p, 0) != '|' && peek(p, 0) != ')')
		n = pair(p, REGEX_SEQUENCE, n, parse_repeat(p));
	return n;
}

static struct regex_node *parse_choice(struct regex_parser *p)
{
	struct regex_node *n;

	if (++p->depth > DEPTH_MAX)
		wrong(p, "it is nested too deep");
	n = parse_sequence(p);
	while (accept(p, "|"))
		n = pair(p, REGEX_CHOICE, n, parse_sequence(p));
	p->depth--;
	return n;
}

struct regex_node *regex_parse(struct arena *a, struct sv pattern, const char **why)
{
	struct regex_parser p = {.arena = a, .s = pattern};
	struct regex_node *n;

	if (pattern.n > LENGTH_MAX)
		wrong(&p, "it has more than 4096 bytes");
	n = parse_choice(&p);
	if (!at_end(&p))
		wrong(&p, "a ')' closes nothing");
	*why = p.why;
	return p.why ? NULL : n;
}
