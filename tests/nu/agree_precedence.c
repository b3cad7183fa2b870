/*
 * agree_precedence.c - how operators group, in the parser and in Nushell: every pair of operators,
 * and every three of different precedence, with a `not` in each place.
 */
#include "tests/nu/agree.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "lang/diags.h"

static const struct {
	const char *text;
	unsigned precedence;
} ops[] = {
#define OP(id, text, precedence, ...) {text, precedence},
#include "lang/ops.def"
};

/* The first operator of each precedence. */
static bool is_first(uint32_t op)
{
	return op == 0 || ops[op].precedence != ops[op - 1].precedence;
}

void agree_expressions(struct buf *out)
{
	static const char negation[] = "not ";

	buf_puts(out, "let a: any = 1; let b: any = 1; let c: any = 1; let d: any = 1\n");
	for (uint32_t i = 0; i < OP_COUNT; i++)
		for (uint32_t j = 0; j < OP_COUNT; j++) {
			buf_printf(out, "$a %s $b %s $c\n", ops[i].text, ops[j].text);
			for (uint32_t k = 0; k < OP_COUNT && is_first(i) && is_first(j); k++)
				if (is_first(k))
					buf_printf(out, "$a %s $b %s $c %s $d\n", ops[i].text,
						   ops[j].text, ops[k].text);
			for (uint32_t k = 0; k < 3 && is_first(i) && is_first(j); k++)
				buf_printf(out, "%s$a %s %s$b %s %s$c\n", k == 0 ? negation : "",
					   ops[i].text, k == 1 ? negation : "", ops[j].text,
					   k == 2 ? negation : "");
		}
}

/* The expression with parentheses around every operator and its operands. */
static void group_ours(struct buf *out, const struct source_set *sources, const struct ast *n)
{
	buf_putc(out, '(');
	if (n->kind == AST_BINOP) {
		group_ours(out, sources, n->u.bin.lhs);
		buf_printf(out, " %s ", ops[n->u.bin.op].text);
		group_ours(out, sources, n->u.bin.rhs);
	} else if (n->kind == AST_NOT) {
		buf_puts(out, "not ");
		group_ours(out, sources, n->u.child);
	} else {
		struct sv text = source_text(sources, n->at);

		buf_write(out, text.p, text.n);
	}
	buf_putc(out, ')');
}

static const char *source_of(const json_t *n)
{
	return json_string_value(json_object_get(json_object_get(n, "span"), "span_source"));
}

static void group_theirs(struct buf *out, const json_t *n)
{
	const json_t *expr = json_object_get(n, "expr");
	const json_t *binary = json_object_get(expr, "BinaryOp");
	const json_t *negated = json_object_get(expr, "UnaryNot");

	buf_putc(out, '(');
	if (binary) {
		group_theirs(out, json_array_get(binary, 0));
		buf_printf(out, " %s ", source_of(json_array_get(binary, 1)));
		group_theirs(out, json_array_get(binary, 2));
	} else if (negated) {
		buf_puts(out, "not ");
		group_theirs(out, negated);
	} else {
		buf_puts(out, source_of(n));
	}
	buf_putc(out, ')');
}

int agree_precedence(const char *theirs)
{
	struct arena arena = {0};
	struct source_set sources = {.arena = &arena};
	struct diag_sink sink = diag_sink_new(&arena, &sources);
	struct buf text = {.arena = &arena};
	json_t *block = json_load_file(theirs, 0, NULL);
	const json_t *pipelines = json_object_get(block, "pipelines");
	size_t n = json_array_size(pipelines), differ = 0;
	struct ast *root;

	agree_expressions(&text);
	root = parse_file(
		&arena, &sink,
		source_add(&sources, "expressions", "expressions", (struct sv){text.p, text.n}),
		(struct parse_options){.older_spellings = false});
	if (sink.errors || n != root->u.block.stmts.n || n < OP_COUNT * OP_COUNT)
		NB_BUG("%zu expressions of Nushell's, %u here", n, root->u.block.stmts.n);
	for (uint32_t i = 0; i < n; i++) {
		const struct ast *expression = root->u.block.stmts.v[i];
		const json_t *elements = json_object_get(json_array_get(pipelines, i), "elements");
		struct buf a = {.arena = &arena}, b = {.arena = &arena};

		if (expression->kind == AST_LET)
			continue;
		group_ours(&a, &sources, expression);
		group_theirs(&b, json_object_get(json_array_get(elements, 0), "expr"));
		if (strcmp(a.p, b.p) == 0)
			continue;
		differ++;
		printf("nubpf:   %s\nnushell: %s\n", a.p, b.p);
	}
	printf("%zu expressions, %zu differ\n", n - 4, differ);
	json_decref(block);
	arena_free(&arena);
	return differ > 0;
}
