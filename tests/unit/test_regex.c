/*
 * test_regex.c - regular expressions: syntax by table, random patterns against POSIX's.
 */
#include "frontend/regex.h"

#include <regex.h>
#include <setjmp.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PATTERNS = 1500, TEXTS = 12, PARTS_MAX = 7 };

static uint64_t seed = 88172645463325252u;

static uint32_t rnd(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed >> 11) % n;
}

/* Each was asked of nu 0.115.1. */
static void answers_are_those_of_nushell(void **state)
{
	static const struct {
		const char *pattern, *text;
		bool found;
	} cases[] = {
		{"^a{,3}$", "aaa", true},
		{"^a{,3}$", "aaaa", false},
		{"^(ab){2,3}$", "ababab", true},
		{"^(ab){2,3}$", "ab", false},
		{"[]a]", "]", true},
		{"[a-]", "-", true},
		{"[a\\-z]", "b", false},
		{"(?i)k", "\u212a", true},
		{"(?i)s", "\u017f", true},
		{"(?i)i", "\u0130", false},
		{"(?i)\u1e9e", "\u00df", true},
		{"(?i)(?-i)A", "a", false},
		{"(?i:a)B", "AB", true},
		{"(?i:a)B", "Ab", false},
		{"^\\d$", "\u0663", true},
		{"^\\h+$", "09afAF", true},
		{"a*?a", "aa", true},
		{".", "\n", false},
		{"(?s).", "\n", true},
		{"^.$", "\U0001f389", true},
		{"^..$", "\u00e9\u00e9", true},
		{"a$", "a\n", false},
		{"\\Aa\\z", "a", true},
		{"$^", "", true},
		{"$^", "a", false},
		{"a|", "x", true},
		{"()", "x", true},
		{"[^a]", "\u00e9", true},
		{"[[:alpha:]]", "1", false},
		{"[^\\S\\d]", "1", false},
		{"[^\\S\\d]", " ", true},
		{"\\s", "\u00a0", true},
		{"\\x41\\u0042\\u{43}", "ABC", true},
		{"(?<n>a)(?P<m>b)", "ab", true},
		{"}", "}", true},
		{"a{1,2}?$", "aa", true},
		{"[\xc3\xa0-\xc3\xbf]", "\u00e9", true},
		{"[\xc3\xa0-\xc3\xbf]", "\u0139", false},
	};
	struct arena a = {0};

	(void)state;
	for (uint32_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why;
		const struct regex *re = regex_compile(&a, sv_cstr(cases[i].pattern), &why);

		if (!re)
			fail_msg("%s: %s", cases[i].pattern, why);
		else if (regex_search(re, sv_cstr(cases[i].text)) != cases[i].found)
			fail_msg("'%s' =~ '%s'", cases[i].text, cases[i].pattern);
	}
	arena_free(&a);
}

static void what_has_no_automaton_is_refused(void **state)
{
	static const char *const patterns[] = {
		"a**",	   "a*+",   "+a",     "[z-a]",	     "{",	"a{",	    "a{2,1}",
		"a{1001}", "(?=a)", "(?<!a)", "(a)\\1",	     "\\bx",	"\\pL",	    "[a",
		"(a",	   "a)",    "[a&&b]", "[[]",	     "[a-\\d]", "[\\d-z]",  "\\",
		"\\y",	   "(?x)a", "^*",     "[[:no:]]",    "\\xg",	"\\u{d800", "(?<n",
		"\xff",	   "(?>a)", "^\\w+$", "(a{99}){99}", "[[:al",	"[\\",	    "(?",
		"(?-",	   "\\u{1", "[a-",    "\\x",	     "a{1",
	};
	struct arena a = {0};

	(void)state;
	for (uint32_t i = 0; i < ARRAY_SIZE(patterns); i++) {
		const char *why = NULL;

		if (regex_compile(&a, sv_cstr(patterns[i]), &why) || !why)
			fail_msg("'%s' is accepted", patterns[i]);
	}
	arena_free(&a);
}

/* Anchors stand outside groups: glibc's are wrong in optional ones. */
static void random_choice(struct buf *b, uint32_t depth, bool anchors);

static void random_atom(struct buf *b, uint32_t depth)
{
	static const char *const sets[] = {".", "[ab]", "[^a]", "[b-d]", "[^b-c]"};

	if (depth && rnd(4) == 0) {
		buf_putc(b, '(');
		random_choice(b, depth - 1, false);
		buf_putc(b, ')');
	} else if (rnd(3) == 0) {
		buf_puts(b, sets[rnd(ARRAY_SIZE(sets))]);
	} else {
		buf_putc(b, (char)('a' + rnd(4)));
	}
}

static void random_choice(struct buf *b, uint32_t depth, bool anchors)
{
	static const char *const quantifiers[] = {"*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}"};
	bool more;

	do {
		if (anchors && rnd(6) == 0)
			buf_putc(b, '^');
		for (uint32_t n = 1 + rnd(PARTS_MAX - 3); n; n--) {
			random_atom(b, depth);
			if (rnd(3) == 0)
				buf_puts(b, quantifiers[rnd(ARRAY_SIZE(quantifiers))]);
		}
		if (anchors && rnd(6) == 0)
			buf_putc(b, '$');
		more = rnd(4) == 0;
		if (more)
			buf_putc(b, '|');
	} while (more);
}

static void random_patterns_agree_with_posix(void **state)
{
	uint32_t compared = 0;

	(void)state;
	for (uint32_t i = 0; i < PATTERNS; i++) {
		struct arena a = {0};
		struct buf pattern = {.arena = &a};
		const struct regex *re;
		const char *why;
		regex_t posix;

		random_choice(&pattern, 2, true);
		re = regex_compile(&a, (struct sv){pattern.p, pattern.n}, &why);
		if (re && regcomp(&posix, pattern.p, REG_EXTENDED | REG_NOSUB) == 0) {
			for (uint32_t t = 0; t < TEXTS; t++) {
				char text[16] = {0};

				for (uint32_t n = rnd(sizeof(text)), k = 0; k < n; k++)
					text[k] = (char)('a' + rnd(5));
				if (regex_search(re, sv_cstr(text)) !=
				    (regexec(&posix, text, 0, NULL, 0) == 0))
					fail_msg("'%s' =~ '%s'", text, pattern.p);
				compared++;
			}
			regfree(&posix);
		}
		arena_free(&a);
	}
	assert_true(compared > PATTERNS * TEXTS / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_those_of_nushell),
		cmocka_unit_test(what_has_no_automaton_is_refused),
		cmocka_unit_test(random_patterns_agree_with_posix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
