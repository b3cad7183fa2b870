/*
 * test_parse.c - tokens by place, spans, and the promises of the parser that no text shows: limits,
 * linear reading, one message a mistake.
 */
#include "frontend/ast.h"
#include "frontend/lex.h"
#include "frontend/parse.h"
#include "lang/diags.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct arena arena;
static struct source_set sources;
static struct diag_sink sink;

static int setup(void **state)
{
	(void)state;
	sources = (struct source_set){.arena = &arena};
	sink = diag_sink_new(&arena, &sources);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static uint32_t add(const char *text)
{
	return source_add(&sources, "t.nu", "t.nu", sv_cstr(text));
}

static struct ast *parse(const char *text)
{
	return parse_file(&arena, &sink, add(text),
			  (struct parse_options){.older_spellings = false});
}

/* The tokens of `text` joined by `~`; a newline as NL, the end left out. */
static void expect_tokens(const char *text, enum lex_mode mode, const char *expected)
{
	struct lexer l = lex_scan(&arena, &sink, add(text));
	struct cursor c = lex_open(&l, 0, (uint32_t)l.text.n, mode);
	struct buf b = {.arena = &arena};

	for (; c.token.kind != TOKEN_END; lex_advance(&c)) {
		if (b.n)
			buf_putc(&b, '~');
		if (c.token.kind == TOKEN_NEWLINE)
			buf_puts(&b, "NL");
		else
			buf_write(&b, l.text.p + c.token.start, c.token.end - c.token.start);
	}
	assert_string_equal(b.p ? b.p : "", expected);
}

static void words_end_at_blanks(void **state)
{
	(void)state;
	expect_tokens("a b\tc", LEX_BLOCK, "a~b~c");
	expect_tokens("a,b:c=d", LEX_BLOCK, "a,b:c=d");
	expect_tokens("$a.b(1 + 2)[3 4] x", LEX_BLOCK, "$a.b(1 + 2)[3 4]~x");
	expect_tokens("foo\"bar baz\" x", LEX_BLOCK, "foo\"bar baz\"~x");
	expect_tokens("a|b||c;d", LEX_BLOCK, "a~|~b~||~c~;~d");
	expect_tokens("a#b # c", LEX_BLOCK, "a#b");
}

static void separators_depend_on_the_place(void **state)
{
	(void)state;
	expect_tokens("a:1, b :2\nc: d,e", LEX_RECORD, "a~:~1~b~:~2~c~:~d~e");
	expect_tokens("a,b\nc:d", LEX_LIST, "a~b~c:d");
	expect_tokens("x: int=5, --y(-z) # doc\n...r", LEX_SIGNATURE,
		      "x~:~int~=~5~,~--y(-z)~# doc~...r");
	expect_tokens("a\nb", LEX_PAREN, "a~b");
	expect_tokens("a\n\n # c\n b", LEX_BLOCK, "a~NL~b");
}

static void pipes_continue_lines(void **state)
{
	(void)state;
	expect_tokens("a\n| b", LEX_BLOCK, "a~|~b");
	expect_tokens("a # c\n # d\n  | b", LEX_BLOCK, "a~|~b");
	expect_tokens("a\n\n| b", LEX_BLOCK, "a~NL~|~b");
	expect_tokens("a\n|| b", LEX_BLOCK, "a~NL~||~b");
}

static void redirections_are_tokens(void **state)
{
	(void)state;
	expect_tokens("a o> b e>| c out+err>> d", LEX_BLOCK, "a~o>~b~e>|~c~out+err>>~d");
	expect_tokens("[a > b]", LEX_BLOCK, "[a > b]");
}

static void strings_are_groups(void **state)
{
	struct lexer l;

	(void)state;
	l = lex_scan(&arena, &sink, add("'a\"b' \"c\\\"'\" `d'` r#'e'f'# $\"g (h \"i)\" j) k\""));
	assert_int_equal(sink.errors, 0);
	assert_int_equal(l.groups.n, 7);
	assert_int_equal(l.groups.v[0].kind, GROUP_SINGLE);
	assert_int_equal(l.groups.v[1].kind, GROUP_DOUBLE);
	assert_int_equal(l.groups.v[2].kind, GROUP_BACKTICK);
	assert_int_equal(l.groups.v[3].kind, GROUP_RAW);
	assert_int_equal(l.groups.v[4].kind, GROUP_INTERP);
	assert_int_equal(l.groups.v[4].end, l.text.n);
	assert_int_equal(l.groups.v[5].kind, GROUP_PAREN);
	assert_int_equal(l.groups.v[6].kind, GROUP_DOUBLE);
}

static void types_end_where_their_angles_close(void **state)
{
	static const char text[] = "record<a: int, b: list<string>>, c";
	struct lexer l = lex_scan(&arena, &sink, add(text));

	(void)state;
	assert_int_equal(lex_type_end(&l, 0, sizeof(text) - 1),
			 strlen("record<a: int, b: list<string>>"));
	assert_int_equal(lex_type_end(&l, 0, 6), 6);
}

static void expect_span(const struct ast *n, uint32_t start, uint32_t end)
{
	assert_int_equal(n->at.start, start);
	assert_int_equal(n->at.end, end);
}

static void spans_are_exact(void **state)
{
	const struct ast *let, *pipe, *path, *call;

	(void)state;
	let = parse("  let x = $a.b + 1 | foo --by 5 # c")->u.block.stmts.v[0];
	expect_span(let, 2, 31);
	assert_int_equal(let->u.let.name_at.start, 6);
	pipe = let->u.let.init;
	expect_span(pipe, 10, 31);
	path = pipe->u.pipe.elems.v[0]->u.bin.lhs;
	expect_span(path, 10, 14);
	assert_int_equal(pipe->u.pipe.elems.v[0]->u.bin.op_at.start, 15);
	assert_int_equal(path->u.path.members[0].at.start, 13);
	call = pipe->u.pipe.elems.v[1];
	expect_span(call, 21, 31);
	assert_int_equal(call->u.call.args[0].at.start, 25);
	assert_int_equal(call->u.call.args[0].at.end, 29);
}

static void a_value_wraps_or_saturates_as_in_nushell(void **state)
{
	static const struct {
		const char *text;
		enum ast_kind kind;
		int64_t value;
	} cases[] = {
		{"0xffffffffffffffff", AST_INT, -1},
		{"9223372036854775807", AST_INT, INT64_MAX},
		{"-9223372036854775808", AST_INT, INT64_MIN},
		{"9223372036854775808ns", AST_DURATION, INT64_MAX},
		{"9007199254740993ns", AST_DURATION, 9007199254740992},
		{"1.9ns", AST_DURATION, 1},
		{"0.3sec", AST_DURATION, 300000000},
		{"1.0005mib", AST_FILESIZE, 1049100},
		{"4.1eb", AST_FILESIZE, 4100000000000000000},
		{"642.4889ms", AST_DURATION, 642488899},
		{"686.14047day", AST_DURATION, 59282536608000008},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct ast *n = parse(cases[i].text)->u.block.stmts.v[0];

		assert_int_equal(n->kind, cases[i].kind);
		assert_int_equal(n->u.i, cases[i].value);
	}
}

/* `unit` `count` times between `before` and `after`. */
static const char *repeat(const char *before, const char *unit, unsigned count, const char *after)
{
	struct buf b = {.arena = &arena};

	buf_puts(&b, before);
	while (count--)
		buf_puts(&b, unit);
	buf_puts(&b, after);
	return b.p;
}

static void depth_of(const struct ast *n, unsigned at_most)
{
	unsigned depth = 0;

	for (; n && n->kind == AST_BINOP; n = n->u.bin.lhs)
		depth++;
	assert_true(depth <= at_most);
}

static void long_and_deep_texts_end(void **state)
{
	static const struct {
		const char *before, *unit, *after;
		unsigned errors;
	} cases[] = {
		{"", "(", "", 2},
		{"", "{a: ", "", 2},
		{"", "[", "", 2},
		{"", "$\"(", "", 2},
		{"", "let a = ", "1", 1},
		{"", "if ", "", 1},
		{"", "not ", "true", 1},
		{"", "1 + ", "1", 1},
		{"if a {}", " else if b {}", "", 1},
		{"a", " | b", "", 0},
		{"$a", ".b", "", 0},
		{"[", "1 ", "]", 0},
		{"match 1 { 1", " | 1", " => 2 }", 0},
		{"def f [x = ", "{|| def g [y = ", "", 2},
		{"", "def { ", "", 3},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		uint32_t before = sink.errors;
		const char *text = repeat(cases[i].before, cases[i].unit, 50000, cases[i].after);
		struct ast *n = parse(text);

		assert_in_range(sink.errors - before, cases[i].errors > 0, cases[i].errors);
		assert_int_equal(n->kind, AST_BLOCK);
		if (n->u.block.stmts.n)
			depth_of(n->u.block.stmts.v[0], PARSE_OPERATORS_MAX);
	}
}

/* Every prefix of a text with everything in it: nothing may crash, whatever is cut off. */
static void truncated_texts_end(void **state)
{
	static const char text[] =
		"use a *\n# d\ndef main [--x(-y): record<a: int> = {a: 1} # z\n] : int -> int {\n"
		"let a = $\"b (1 + 0x[ff]) c\" | d --e=5 ...$f; mut g: int = 1kb; $g.h?.\"i\"! += "
		"-2sec\n"
		"if not $g in 1..<5 { r#'x'# } else if true {} else { try {} catch {|e| } finally "
		"{} }\n"
		"match $a { [1, ..$r] | {a: $b} if $b => {|| }, _ => (3) } o> k\n| l e>| m\n"
		"for n in [[o p]; [1 2]] { break } while 1 < 2 { return {...$q, ($r): 2} }\n}\n";

	(void)state;
	for (uint32_t n = 0; n < sizeof(text); n++) {
		uint32_t file = source_add(&sources, "t.nu", "t.nu",
					   (struct sv){arena_strndup(&arena, text, n), n});

		parse_file(&arena, &sink, file, (struct parse_options){.older_spellings = n % 2});
	}
}

static void errors_are_limited(void **state)
{
	(void)state;
	parse(repeat("", "let = 5\n", 5000, ""));
	assert_int_equal(sink.errors, PARSE_ERRORS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(words_end_at_blanks, setup, teardown),
		cmocka_unit_test_setup_teardown(separators_depend_on_the_place, setup, teardown),
		cmocka_unit_test_setup_teardown(pipes_continue_lines, setup, teardown),
		cmocka_unit_test_setup_teardown(redirections_are_tokens, setup, teardown),
		cmocka_unit_test_setup_teardown(strings_are_groups, setup, teardown),
		cmocka_unit_test_setup_teardown(types_end_where_their_angles_close, setup,
						teardown),
		cmocka_unit_test_setup_teardown(spans_are_exact, setup, teardown),
		cmocka_unit_test_setup_teardown(a_value_wraps_or_saturates_as_in_nushell, setup,
						teardown),
		cmocka_unit_test_setup_teardown(long_and_deep_texts_end, setup, teardown),
		cmocka_unit_test_setup_teardown(truncated_texts_end, setup, teardown),
		cmocka_unit_test_setup_teardown(errors_are_limited, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
