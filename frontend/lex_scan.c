/*
 * lex_scan.c - the scan of a file for groups: brackets and strings, and those without a partner.
 *
 * A mistake is reported once and read as what was probably meant: a bracket that another closer
 * overtakes ends there, a string that nothing closes ends with its line, and of braces left open
 * the one is blamed whose closer stands too far left.
 */
#include "frontend/lex.h"

#include "frontend/parse.h"
#include "lang/diags.h"

/* A delimiter without a partner. Kept until the scan is over: a string that turns out to be
 * unclosed takes back what was found behind it. */
struct lex_fault {
	uint32_t at, length;
	enum { FAULT_UNCLOSED, FAULT_STRAY, FAULT_COMMENT } kind;
};

struct scan {
	struct arena *arena;
	struct lexer *l;
	VEC(uint32_t) open; /* indices of groups not closed yet, innermost last */
	VEC(struct lex_fault) faults;
	uint32_t interps; /* of them, interpolations */
	uint32_t at;
	uint32_t deepest; /* start of the first group nested too deep, or UINT32_MAX */
	uint32_t retries;
	/* Strings that the rest of the file does not close, a bit each: by kind, and raw ones by
	 * their number of `#`. Nobody searches for the closing quote again. */
	uint64_t no_partner, no_raw_partner;
	bool guessed;	    /* a string's end was: closers behind it prove nothing */
	uint32_t misplaced; /* the first `{` whose `}` stands further left than its line; 0: none */
};

/* An unclosed interpolation is read again up to its line's end; more of them are left as they are,
 * which keeps the scan linear. */
enum { SCAN_RETRIES_MAX = 8 };

/* An interpolation is closed by the quote that opens it. */
static const char closer_of[] = {
	[GROUP_PAREN] = ')',  [GROUP_SQUARE] = ']',   [GROUP_CURLY] = '}', [GROUP_SINGLE] = '\'',
	[GROUP_DOUBLE] = '"', [GROUP_BACKTICK] = '`', [GROUP_RAW] = '\'',  [GROUP_INTERP] = '\0',
};

static struct lex_group *add_group(struct scan *s, enum lex_group_kind kind, uint32_t end)
{
	struct lex_group *g = vec_add(s->arena, &s->l->groups);

	g->kind = kind;
	g->start = s->at;
	g->end = end;
	if (s->open.n >= PARSE_DEPTH_MAX) {
		g->too_deep = true;
		if (s->deepest == UINT32_MAX)
			s->deepest = s->at;
	}
	return g;
}

static void add_fault(struct scan *s, uint32_t at, uint32_t length, unsigned kind)
{
	vec_push(s->arena, &s->faults, ((struct lex_fault){at, length, kind}));
}

static void push_group(struct scan *s, enum lex_group_kind kind)
{
	add_group(s, kind, 0);
	vec_push(s->arena, &s->open, s->l->groups.n - 1);
	s->interps += kind == GROUP_INTERP;
	s->at++;
}

/* The end of the quoted string whose text starts at `at`, behind its closing quote followed by
 * `hashes` times `#`; 0 when there is none before `limit`. */
static uint32_t quote_end(struct sv text, uint32_t at, uint32_t limit, char quote, uint32_t hashes)
{
	for (; at < limit; at++) {
		uint32_t n = 0;

		if (quote == '"' && text.p[at] == '\\') {
			at++;
			continue;
		}
		if (text.p[at] != quote)
			continue;
		while (n < hashes && at + 1 + n < limit && text.p[at + 1 + n] == '#')
			n++;
		if (n == hashes)
			return at + 1 + hashes;
	}
	return 0;
}

/* The bit of no_partner or no_raw_partner; raw strings of 63 `#` and more share one. */
static uint64_t *partner_bit(struct scan *s, enum lex_group_kind kind, uint32_t hashes,
			     uint64_t *bit)
{
	*bit = 1ull << (kind == GROUP_RAW ? (hashes < 63 ? hashes : 63) : kind);
	return kind == GROUP_RAW ? &s->no_raw_partner : &s->no_partner;
}

/* A string without interpolation. One that nothing closes ends with its line. */
static void scan_string(struct scan *s, enum lex_group_kind kind, uint32_t hashes)
{
	struct sv text = s->l->text;
	uint32_t prefix = kind == GROUP_RAW ? hashes + 2 : 1, line = lex_line_end(text, s->at), end;
	uint64_t bit, *known = partner_bit(s, kind, hashes, &bit);
	uint32_t limit = *known & bit ? line : (uint32_t)text.n;
	struct lex_group *g;

	end = quote_end(text, s->at + prefix, limit, closer_of[kind], hashes);
	g = add_group(s, kind, end);
	if (!end) {
		g->unclosed = true;
		g->end = end = line > s->at + prefix ? line : s->at + prefix;
		*known |= bit;
		s->guessed = true;
		add_fault(s, s->at, prefix, FAULT_UNCLOSED);
	}
	s->at = end;
}

/* The number of `#` of a raw string that starts here; 0 when none does. */
static uint32_t raw_hashes(struct sv text, uint32_t at)
{
	uint32_t n = 0;

	if (text.p[at] != 'r')
		return 0;
	while (at + 1 + n < text.n && text.p[at + 1 + n] == '#')
		n++;
	return at + 1 + n < text.n && text.p[at + 1 + n] == '\'' ? n : 0;
}

static struct lex_group *pop_group(struct scan *s)
{
	struct lex_group *g = &s->l->groups.v[s->open.v[--s->open.n]];

	s->interps -= g->kind == GROUP_INTERP;
	return g;
}

/* Closes groups until `depth` are open, at byte `end` where their closer should be. They are one
 * mistake: the innermost is reported. */
static void close_unclosed(struct scan *s, uint32_t depth, uint32_t end)
{
	if (s->open.n > depth) {
		const struct lex_group *g = &s->l->groups.v[s->open.v[s->open.n - 1]];
		bool misplaced = g->kind == GROUP_CURLY && s->misplaced > g->start;

		add_fault(s, misplaced ? s->misplaced : g->start, 1, FAULT_UNCLOSED);
	}
	while (s->open.n > depth) {
		struct lex_group *g = pop_group(s);

		g->end = end;
		g->unclosed = true;
	}
}

static void close_group(struct scan *s)
{
	pop_group(s)->end = s->at;
}

/* The bytes of blanks at the start of the line that byte `at` is on. */
static uint32_t indent_of(const struct lexer *l, uint32_t at)
{
	uint32_t start = lex_line_start(l, at), i = start;

	while (i < at && lex_is_blank(l->text.p[i]))
		i++;
	return i - start;
}

/* A `}` that starts its line further left than the line of its `{` belongs to another one: should a
 * brace turn out to be unclosed, it is this one. */
static void check_indent(struct scan *s, uint32_t open, uint32_t close)
{
	uint32_t indent = indent_of(s->l, close);

	if (lex_line_start(s->l, close) + indent == close && indent_of(s->l, open) > indent)
		s->misplaced = open;
}

/* A closing bracket: of the innermost group, or of one around groups that nobody closed. */
static void scan_closer(struct scan *s, char c)
{
	uint32_t depth = s->open.n;

	while (depth) {
		struct lex_group *g = &s->l->groups.v[s->open.v[depth - 1]];

		if (g->kind == GROUP_INTERP)
			depth = 0;
		else if (closer_of[g->kind] == c)
			break;
		else
			depth--;
	}
	s->at++;
	if (!depth) {
		if ((c != ']' || s->open.n) && !s->guessed)
			add_fault(s, s->at - 1, 1, FAULT_STRAY);
		return;
	}
	close_unclosed(s, depth, s->at - 1);
	if (c == '}' && !s->misplaced)
		check_indent(s, s->l->groups.v[s->open.v[depth - 1]].start, s->at - 1);
	close_group(s);
}

/* A `#` behind a byte that ends a word starts a comment, but Nushell, reading the level around it,
 * looks for brackets and quotes in one unless it stands behind a blank. The same in an
 * interpolation, whose text is not read for comments. */
static void scan_hash(struct scan *s)
{
	static const char delimiters[] = "()[]{}'\"`";
	struct sv text = s->l->text;
	uint32_t end = lex_line_end(text, s->at);
	const struct lex_group *top = s->open.n ? &s->l->groups.v[s->open.v[s->open.n - 1]] : NULL;
	bool blank = s->at == 0 || lex_is_one_of(text.p[s->at - 1], " \t\r\n");
	bool comma = top && top->kind != GROUP_PAREN && lex_is_one_of(text.p[s->at - 1], ",:");

	if (!lex_is_comment(text, s->at) && !comma) {
		s->at++;
		return;
	}
	for (uint32_t i = s->at; top && (!blank || s->interps) && i < end; i++)
		if (lex_is_one_of(text.p[i], delimiters)) {
			add_fault(s, s->at, end - s->at, FAULT_COMMENT);
			break;
		}
	s->at = end;
}

static void scan_code(struct scan *s, char c)
{
	struct sv text = s->l->text;
	uint32_t hashes;

	switch (c) {
	case '#':
		scan_hash(s);
		return;
	case '(':
		push_group(s, GROUP_PAREN);
		return;
	case '[':
		push_group(s, GROUP_SQUARE);
		return;
	case '{':
		push_group(s, GROUP_CURLY);
		return;
	case ')':
	case ']':
	case '}':
		scan_closer(s, c);
		return;
	case '\'':
	case '"':
		if (s->at && text.p[s->at - 1] == '$')
			push_group(s, GROUP_INTERP);
		else
			scan_string(s, c == '"' ? GROUP_DOUBLE : GROUP_SINGLE, 0);
		return;
	case '`':
		scan_string(s, GROUP_BACKTICK, 0);
		return;
	case 'r':
		hashes = raw_hashes(text, s->at);
		if (hashes) {
			scan_string(s, GROUP_RAW, hashes);
			return;
		}
		break;
	default:
		break;
	}
	s->at++;
}

/* Inside $"…": only the closing quote and `(` mean something. */
static void scan_interp(struct scan *s, struct lex_group *g, char c)
{
	char quote = s->l->text.p[g->start];

	if (c == quote) {
		s->at++;
		close_group(s);
	} else if (c == '\\' && quote == '"') {
		s->at += s->at + 1 < s->l->text.n ? 2 : 1;
	} else if (c == '(') {
		push_group(s, GROUP_PAREN);
	} else {
		s->at++;
	}
}

/* At the end of the file an interpolation is still open: it ends with its line, and what the scan
 * found behind that is found again. False when there is none, or too many. */
static bool retry_interp(struct scan *s)
{
	uint32_t depth = 0;
	struct lex_group *g;

	while (depth < s->open.n && s->l->groups.v[s->open.v[depth]].kind != GROUP_INTERP)
		depth++;
	if (depth == s->open.n || s->retries++ == SCAN_RETRIES_MAX)
		return false;
	s->l->groups.n = s->open.v[depth] + 1;
	g = &s->l->groups.v[s->open.v[depth]];
	s->open.n = depth + 1;
	s->interps = 1;
	while (s->faults.n && s->faults.v[s->faults.n - 1].at > g->start)
		s->faults.n--;
	s->no_partner = s->no_raw_partner = 0;
	s->guessed = true;
	if (s->deepest != UINT32_MAX && s->deepest > g->start)
		s->deepest = UINT32_MAX;
	s->at = lex_line_end(s->l->text, g->start);
	close_unclosed(s, depth, s->at);
	return true;
}

static void report_comment(struct scan *s, struct diag_sink *sink, struct span at)
{
	bool interp = lex_is_blank(s->l->text.p[at.start - 1]);
	struct diag *d = diag_report(sink, DIAG_comment_bracket, at,
				     sv_dup(s->arena, source_text(sink->sources, at)));

	diag_help(sink, d, interp ? "no comment stands in a string" : "put a blank before the '#'");
}

static void report_faults(struct scan *s, struct diag_sink *sink)
{
	for (uint32_t i = 0; i < s->faults.n && i < PARSE_ERRORS_MAX; i++) {
		const struct lex_fault *f = &s->faults.v[i];
		struct span at = {s->l->file, f->at, f->at + f->length};

		if (f->kind == FAULT_COMMENT)
			report_comment(s, sink, at);
		else
			diag_report(sink,
				    f->kind == FAULT_STRAY ? DIAG_stray_closer : DIAG_unclosed, at,
				    sv_dup(s->arena, source_text(sink->sources, at)));
	}
	if (s->deepest != UINT32_MAX)
		diag_report(sink, DIAG_too_deep,
			    (struct span){s->l->file, s->deepest, s->deepest + 1},
			    (unsigned)PARSE_DEPTH_MAX);
}

struct lexer lex_scan(struct arena *a, struct diag_sink *sink, uint32_t file)
{
	const struct source_file *f = source_get(sink->sources, file);
	struct lexer l = {.text = f->text, .file = file, .lines = f->lines, .nlines = f->nlines};
	struct scan s = {.arena = a, .l = &l, .deepest = UINT32_MAX};

	do {
		while (s.at < l.text.n) {
			char c = l.text.p[s.at];
			struct lex_group *top =
				s.open.n ? &l.groups.v[s.open.v[s.open.n - 1]] : NULL;

			if (top && top->kind == GROUP_INTERP)
				scan_interp(&s, top, c);
			else
				scan_code(&s, c);
		}
	} while (retry_interp(&s));
	close_unclosed(&s, 0, (uint32_t)l.text.n);
	report_faults(&s, sink);
	return l;
}
