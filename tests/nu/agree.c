/*
 * agree.c - what tests/nu/agree compares: `--declare` prints the commands as a module for the real
 * Nushell; `--shapes FILE` compares the tokens of both parsers; `--expressions` prints expressions
 * and
 * `--precedence FILE` compares how both group them.
 *
 * The FILE of tokens is what tests/nu/agree.nu prints of Nushell's side: for each program a line of
 * its path, its name and its tokens as JSON, with tabs between.
 */
#include "frontend/lex.h"
#include "lang/diags.h"
#include "tests/nu/agree.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { SHOWN_PER_PROGRAM = 3 };

struct compared {
	const char *name;
	struct source_set *sources;
	uint32_t file;
	struct flat ours, theirs;
	uint32_t differences;
	bool unread; /* Nushell finds no module beside a text without a file */
};

static bool is_unknown(const struct compared *c, const struct flat_token *t)
{
	for (uint32_t i = 0; i < c->ours.unknown.n; i++)
		if (t->start >= c->ours.unknown.v[i].start && t->start < c->ours.unknown.v[i].end)
			return true;
	return false;
}

/* Tokens that the tree has no places for: keywords behind the first, what a def's parameters and
 * flags are, the rest of a list pattern, redirections, the quote that ends an interpolation. */
static bool is_left_out(const struct flat_token *t, struct sv text)
{
	static const char *const shapes[] = {"keyword", "signature", "redirection"};

	for (uint32_t i = 0; i < ARRAY_SIZE(shapes); i++)
		if (strcmp(t->shape, shapes[i]) == 0)
			return true;
	if (sv_is(text, "--env") || sv_is(text, "--wrapped"))
		return true;
	if (strcmp(t->shape, "string_interpolation") == 0)
		return text.p[0] != '$';
	if (strcmp(t->shape, "match_pattern") == 0)
		return lex_is_one_of(text.p[0], "]}, ");
	return (strcmp(t->shape, "nothing") == 0 || strcmp(t->shape, "vardecl") == 0) &&
	       sv_starts(text, SV(".."));
}

static void add_theirs(struct compared *c, struct flat_token t)
{
	static const char *const brackets[] = {"closure", "block",	   "record",
					       "list",	  "match_pattern", "table"};
	struct sv text = {c->ours.text.p + t.start, t.end - t.start};
	bool opener = text.p[0] == '{' || text.p[0] == '[' || text.p[0] == '(';

	if (is_left_out(&t, text))
		return;
	for (uint32_t i = 0; i < ARRAY_SIZE(brackets); i++)
		if (strcmp(t.shape, brackets[i]) == 0)
			t.opens = opener || strcmp(t.shape, "match_pattern") != 0;
	/* a separator, or a closing bracket */
	if (t.opens && !opener)
		return;
	if (strcmp(t.shape, "garbage") == 0)
		c->unread = true;
	if (!is_unknown(c, &t))
		vec_push(c->theirs.arena, &c->theirs.tokens, t);
}

static void show_side(const struct compared *c, const char *side, const struct flat_token *t)
{
	struct place p = source_place(c->sources, (struct span){c->file, t->start, t->end});

	printf("  %s: %u:%u %s '%.*s'\n", side, p.line, p.col, t->shape,
	       t->opens ? 1 : (int)(t->end - t->start), c->ours.text.p + t->start);
}

static bool same(const struct flat_token *a, const struct flat_token *b)
{
	return a->start == b->start && (a->opens || a->end == b->end) &&
	       (strcmp(a->shape, b->shape) == 0 || (a->either && strcmp(b->shape, "block") == 0));
}

/* True when the sides agree. A token of one side only is shown alone. */
static bool compare(struct compared *c)
{
	uint32_t i = 0, j = 0, n = c->ours.tokens.n, m = c->theirs.tokens.n;

	while (i < n || j < m) {
		const struct flat_token *a = &c->ours.tokens.v[i], *b = &c->theirs.tokens.v[j];
		bool ours, theirs;

		if (i < n && j < m && same(a, b)) {
			i++;
			j++;
			continue;
		}
		ours = i < n && (j == m || a->start <= b->start);
		theirs = j < m && (i == n || b->start <= a->start);
		if (c->differences++ < SHOWN_PER_PROGRAM) {
			if (c->differences == 1)
				printf("%s:\n", c->name);
			if (ours)
				show_side(c, "nubpf  ", a);
			if (theirs)
				show_side(c, "nushell", b);
		}
		i += ours;
		j += theirs;
	}
	return !c->differences;
}

/* Nushell's tokens: [{"shape":"shape_int","span":{"start":0,"end":1}}, …] */
static void read_theirs(struct compared *c, const char *text)
{
	json_t *tokens = json_loads(text, 0, NULL), *token;
	size_t i;

	if (!json_is_array(tokens))
		NB_BUG("no tokens of Nushell's for %s", c->name);
	json_array_foreach(tokens, i, token)
	{
		const json_t *span = json_object_get(token, "span");
		struct flat_token t = {0};

		t.start = (uint32_t)json_integer_value(json_object_get(span, "start"));
		t.end = (uint32_t)json_integer_value(json_object_get(span, "end"));
		t.shape = arena_printf(c->theirs.arena, "%s",
				       json_string_value(json_object_get(token, "shape")) +
					       strlen("shape_"));
		if (t.start < t.end && t.end <= c->ours.text.n)
			add_theirs(c, t);
	}
	json_decref(tokens);
}

enum outcome { AGREE, DIFFER, REFUSED, UNREAD, OUTCOMES };

static enum outcome compare_program(const char *path, const char *name, const char *tokens)
{
	struct arena arena = {0};
	struct source_set sources = {.arena = &arena};
	struct diag_sink sink = diag_sink_new(&arena, &sources);
	int file = source_read(&sources, path, name);
	struct compared both = {.name = name, .sources = &sources, .file = (uint32_t)file};
	enum outcome outcome = REFUSED;
	struct ast *root;

	if (file < 0)
		NB_BUG("cannot read %s", path);
	both.ours = (struct flat){.arena = &arena, .text = source_get(&sources, both.file)->text};
	both.theirs = both.ours;
	root = parse_file(&arena, &sink, both.file,
			  (struct parse_options){.older_spellings = true});
	/* what is wrong to this parser has cases of its own */
	if (!sink.errors) {
		agree_flatten(&both.ours, root);
		read_theirs(&both, tokens);
		outcome = both.unread ? UNREAD : compare(&both) ? AGREE : DIFFER;
	}
	arena_free(&arena);
	return outcome;
}

static int compare_all(const char *path)
{
	FILE *in = fopen(path, "r");
	uint32_t programs[OUTCOMES] = {0};
	char *line = NULL;
	size_t size = 0;

	if (!in) {
		fprintf(stderr, "agree: cannot read %s\n", path);
		return 2;
	}
	while (getline(&line, &size, in) > 0) {
		const char *file = strtok(line, "\t"), *name = strtok(NULL, "\t");

		programs[compare_program(file, name, strtok(NULL, "\n"))]++;
	}
	printf("%u programs agree, %u differ, nubpfc refuses %u, Nushell misses a module in %u\n",
	       programs[AGREE], programs[DIFFER], programs[REFUSED], programs[UNREAD]);
	free(line);
	fclose(in);
	return programs[DIFFER] || !programs[AGREE];
}

int main(int argc, char **argv)
{
	struct arena arena = {0};
	struct buf out = {.arena = &arena};
	int status = 0;

	if (argc == 2 && strcmp(argv[1], "--declare") == 0) {
		agree_declare(&out);
		fwrite(out.p, 1, out.n, stdout);
	} else if (argc == 3 && strcmp(argv[1], "--shapes") == 0) {
		status = compare_all(argv[2]);
	} else if (argc == 2 && strcmp(argv[1], "--expressions") == 0) {
		agree_expressions(&out);
		fwrite(out.p, 1, out.n, stdout);
	} else if (argc == 3 && strcmp(argv[1], "--precedence") == 0) {
		status = agree_precedence(argv[2]);
	} else {
		fputs("Usage: agree --declare | --shapes FILE | --expressions | --precedence "
		      "FILE\n",
		      stderr);
		status = 2;
	}
	arena_free(&arena);
	return status;
}
