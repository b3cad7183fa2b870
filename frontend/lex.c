/* lex.c - see lex.h. The scan for groups comes first, the cursor second. */
#include "frontend/lex.h"

#include "frontend/parse.h"
#include "lang/diags.h"

/* A delimiter without a partner. Kept until the scan is over: a string that turns out to be
 * unclosed takes back what was found behind it. */
struct lex_fault {
	uint32_t at, length;
	bool stray; /* closes nothing; else it is never closed */
};

struct scan {
	struct arena *arena;
	struct lexer *l;
	VEC(uint32_t) open; /* indices of groups not closed yet, innermost last */
	VEC(struct lex_fault) faults;
	uint32_t at;
	uint32_t deepest; /* start of the first group nested too deep, or UINT32_MAX */
	uint32_t retries;
	/* Strings that the rest of the file does not close, a bit each: by kind, and raw ones by their
	 * number of `#`. Nobody searches for the closing quote again. */
	uint64_t no_partner, no_raw_partner;
	bool guessed;	   /* a string's end was: closers behind it prove nothing */
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

static void add_fault(struct scan *s, uint32_t at, uint32_t length, bool stray)
{
	vec_push(s->arena, &s->faults, ((struct lex_fault){at, length, stray}));
}

static void push_group(struct scan *s, enum lex_group_kind kind)
{
	add_group(s, kind, 0);
	vec_push(s->arena, &s->open, s->l->groups.n - 1);
	s->at++;
}

static uint32_t line_end(struct sv text, uint32_t at)
{
	const char *p = memchr(text.p + at, '\n', text.n - at);

	return p ? (uint32_t)(p - text.p) : (uint32_t)text.n;
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
static uint64_t *partner_bit(struct scan *s, enum lex_group_kind kind, uint32_t hashes, uint64_t *bit)
{
	*bit = 1ull << (kind == GROUP_RAW ? (hashes < 63 ? hashes : 63) : kind);
	return kind == GROUP_RAW ? &s->no_raw_partner : &s->no_partner;
}

/* A string without interpolation. One that nothing closes ends with its line. */
static void scan_string(struct scan *s, enum lex_group_kind kind, uint32_t hashes)
{
	struct sv text = s->l->text;
	uint32_t prefix = kind == GROUP_RAW ? hashes + 2 : 1, line = line_end(text, s->at), end;
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
		add_fault(s, s->at, prefix, false);
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

/* Closes groups until `depth` are open, at byte `end` where their closer should be. They are one
 * mistake: the innermost is reported. */
static void close_unclosed(struct scan *s, uint32_t depth, uint32_t end)
{
	if (s->open.n > depth) {
		const struct lex_group *g = &s->l->groups.v[s->open.v[s->open.n - 1]];
		bool misplaced = g->kind == GROUP_CURLY && s->misplaced > g->start;

		add_fault(s, misplaced ? s->misplaced : g->start, 1, false);
	}
	while (s->open.n > depth) {
		struct lex_group *g = &s->l->groups.v[s->open.v[--s->open.n]];

		g->end = end;
		g->unclosed = true;
	}
}

static void close_group(struct scan *s)
{
	s->l->groups.v[s->open.v[--s->open.n]].end = s->at;
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
		if (c != ']' && !s->guessed)
			add_fault(s, s->at - 1, 1, true);
		return;
	}
	close_unclosed(s, depth, s->at - 1);
	if (c == '}' && !s->misplaced)
		check_indent(s, s->l->groups.v[s->open.v[depth - 1]].start, s->at - 1);
	close_group(s);
}

/* A `#` starts a comment behind what ends a word, or at the start of a level. The scan and every
 * cursor must agree on it: brackets in a comment are no groups. */
static bool is_comment(struct sv text, uint32_t at)
{
	return text.p[at] == '#' && (at == 0 || lex_is_one_of(text.p[at - 1], " \t\r\n|;([{"));
}

static void scan_code(struct scan *s, char c)
{
	struct sv text = s->l->text;
	uint32_t hashes;

	switch (c) {
	case '#':
		s->at = is_comment(text, s->at) ? line_end(text, s->at) : s->at + 1;
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
	while (s->faults.n && s->faults.v[s->faults.n - 1].at > g->start)
		s->faults.n--;
	s->no_partner = s->no_raw_partner = 0;
	s->guessed = true;
	if (s->deepest != UINT32_MAX && s->deepest > g->start)
		s->deepest = UINT32_MAX;
	s->at = line_end(s->l->text, g->start);
	close_unclosed(s, depth, s->at);
	return true;
}

static void report_faults(struct scan *s, struct diag_sink *sink)
{
	for (uint32_t i = 0; i < s->faults.n && i < PARSE_ERRORS_MAX; i++) {
		const struct lex_fault *f = &s->faults.v[i];
		struct span at = {s->l->file, f->at, f->at + f->length};

		diag_report(sink, f->stray ? DIAG_stray_closer : DIAG_unclosed, at,
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

uint32_t lex_line_start(const struct lexer *l, uint32_t at)
{
	uint32_t lo = 0, hi = l->nlines;

	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (l->lines[mid] <= at)
			lo = mid;
		else
			hi = mid;
	}
	return l->lines[lo];
}

const struct lex_group *lex_group_at(const struct lexer *l, uint32_t at)
{
	uint32_t lo = 0, hi = l->groups.n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (l->groups.v[mid].start < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < l->groups.n && l->groups.v[lo].start == at ? &l->groups.v[lo] : NULL;
}

static bool starts_group(char c)
{
	return c == '(' || c == '[' || c == '{' || c == '\'' || c == '"' || c == '`' || c == 'r';
}

static bool ends_word(enum lex_mode mode, char c)
{
	switch (c) {
	case ' ':
	case '\t':
	case '\r':
	case '\n':
	case '|':
	case ';':
	case ')': /* inside a level these two are strays, reported by the scan */
	case '}':
		return true;
	case ',':
		return mode >= LEX_LIST;
	case ':':
		return mode >= LEX_RECORD;
	case '=':
		return mode == LEX_SIGNATURE;
	default:
		return false;
	}
}

/* The end of the word that starts at `at`. */
static uint32_t word_end(const struct cursor *c, uint32_t at)
{
	struct sv text = c->lexer->text;

	while (at < c->end && !ends_word(c->mode, text.p[at])) {
		const struct lex_group *g =
			starts_group(text.p[at]) ? lex_group_at(c->lexer, at) : NULL;

		at = g ? g->end : at + 1;
	}
	return at < c->end ? at : c->end;
}

static uint32_t comment_end(const struct cursor *c, uint32_t at)
{
	uint32_t end = line_end(c->lexer->text, at);

	return end < c->end ? end : c->end;
}

/* Behind the newline at c->at: skips blank lines and comments. True when the next line goes on
 * with `|`, which no blank line may come before. */
static bool continues_with_pipe(struct cursor *c)
{
	struct sv text = c->lexer->text;
	bool line_is_blank = false, blank_line = false;

	while (c->at < c->end) {
		char b = text.p[c->at];

		if (b == '\n') {
			blank_line |= line_is_blank;
			line_is_blank = true;
			c->at++;
		} else if (lex_is_blank(b)) {
			c->at++;
		} else if (is_comment(text, c->at)) {
			line_is_blank = false;
			c->at = comment_end(c, c->at);
		} else {
			return b == '|' && !blank_line &&
			       !(c->at + 1 < c->end && text.p[c->at + 1] == '|');
		}
	}
	return false;
}

static const char *const redirections[] = {
	"o>",	   "out>",     "o>>",	   "out>>",	"e>",	    "err>",	"e>>",	     "err>>",
	"o+e>",	   "e+o>",     "out+err>", "err+out>",	"o+e>>",    "e+o>>",	"out+err>>", "err+out>>",
};

static enum token_kind word_kind(const struct cursor *c, struct sv word)
{
	if (c->mode > LEX_PAREN || word.n < 2 || word.p[word.n - 1] != '>')
		return TOKEN_WORD;
	for (uint32_t i = 0; i < ARRAY_SIZE(redirections); i++)
		if (sv_is(word, redirections[i]))
			return TOKEN_REDIRECT;
	return TOKEN_WORD;
}

static void read_word(struct cursor *c)
{
	struct sv text = c->lexer->text;
	struct token *t = &c->token;

	t->end = word_end(c, t->start);
	t->kind = word_kind(c, (struct sv){text.p + t->start, t->end - t->start});
	if (t->kind == TOKEN_REDIRECT && t->end < c->end && text.p[t->end] == '|') {
		t->kind = TOKEN_PIPE;
		t->end++;
	}
}

/* Skips what separates tokens; a newline that ends a statement or a comment that is one becomes
 * the token. */
static bool skip_blanks(struct cursor *c)
{
	struct sv text = c->lexer->text;

	while (c->at < c->end) {
		char b = text.p[c->at];

		if (b == '\n') {
			c->token.newline = true;
			c->token.start = c->at;
			if (c->mode != LEX_BLOCK) {
				c->at++;
			} else if (!continues_with_pipe(c)) {
				c->token.kind = TOKEN_NEWLINE;
				c->token.end = c->token.start + 1;
				return false;
			}
		} else if (is_comment(text, c->at)) {
			uint32_t start = c->at;

			c->at = comment_end(c, c->at);
			if (c->mode == LEX_SIGNATURE) {
				c->token.kind = TOKEN_COMMENT;
				c->token.start = start;
				c->token.end = c->at;
				return false;
			}
		} else if (lex_is_blank(b) || b == ')' || b == '}' ||
			   (b == ',' && (c->mode == LEX_LIST || c->mode == LEX_RECORD))) {
			c->at++;
		} else {
			break;
		}
	}
	return true;
}

void lex_advance(struct cursor *c)
{
	struct sv text = c->lexer->text;
	struct token *t = &c->token;

	c->passed = t->end;
	t->newline = false;
	if (!skip_blanks(c))
		return;
	t->start = c->at;
	t->end = c->at + 1;
	if (c->at >= c->end) {
		t->kind = TOKEN_END;
		t->end = c->at;
		return;
	}
	switch (text.p[c->at]) {
	case '|':
		t->kind = TOKEN_PIPE;
		if (c->at + 1 < c->end && text.p[c->at + 1] == '|') {
			t->kind = TOKEN_PIPE_PIPE;
			t->end++;
		}
		break;
	case ';':
		t->kind = TOKEN_SEMICOLON;
		break;
	case ',':
		if (c->mode == LEX_SIGNATURE)
			t->kind = TOKEN_COMMA;
		else
			read_word(c);
		break;
	case ':':
		if (c->mode >= LEX_RECORD)
			t->kind = TOKEN_COLON;
		else
			read_word(c);
		break;
	case '=':
		if (c->mode == LEX_SIGNATURE)
			t->kind = TOKEN_EQUALS;
		else
			read_word(c);
		break;
	default:
		read_word(c);
		break;
	}
	c->at = t->end;
}

void lex_seek(struct cursor *c, uint32_t at)
{
	c->at = at;
	lex_advance(c);
}

struct cursor lex_open(const struct lexer *l, uint32_t start, uint32_t end, enum lex_mode mode)
{
	struct cursor c = {.lexer = l, .at = start, .end = end, .mode = mode, .token.end = start};

	lex_advance(&c);
	return c;
}

uint32_t lex_type_end(const struct lexer *l, uint32_t at, uint32_t end)
{
	uint32_t first_end = end; /* at the first separator, should the angles never close */
	unsigned depth = 0;

	while (at < end && !(depth == 0 && is_comment(l->text, at))) {
		char c = l->text.p[at];
		const struct lex_group *g = starts_group(c) ? lex_group_at(l, at) : NULL;

		if (g) {
			at = g->end;
			continue;
		}
		if (is_comment(l->text, at)) {
			at = line_end(l->text, at);
			continue;
		}
		if (ends_word(LEX_SIGNATURE, c) || c == ']') {
			if (depth == 0)
				return at;
			if (first_end == end)
				first_end = at;
		}
		if (c == '<')
			depth++;
		else if (c == '>')
			depth -= depth > 0;
		at++;
	}
	return depth ? first_end : at < end ? at : end;
}
