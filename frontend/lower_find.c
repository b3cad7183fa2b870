/*
 * lower_find.c - text inside text.
 *
 * The verifier walks every round of a loop, and every way through it: a search that branches on
 * each byte is exponential for it. So a constant is searched with one branch a byte: the last bytes
 * seen stand in words that are shifted along, and are compared with the constant as a whole.
 */
#include "frontend/lower_loop.h"
#include "frontend/lower_text.h"

enum { PAIRS_MAX = 16384 };

/* The last bytes of s packed so that shifting bytes in from the right makes the same word: word 0
 * has the last eight, word 1 those before. *mask has the bytes that count. */
static int64_t window_word(struct sv s, uint32_t index, int64_t *mask)
{
	uint64_t w = 0, m = 0;

	for (uint32_t i = 8; i-- > 0;) {
		size_t back = 8 * (size_t)index + i + 1; /* from the end */

		w = w << 8 | (back <= s.n ? (unsigned char)s.p[s.n - back] : 0);
		m = m << 8 | (back <= s.n ? 255 : 0);
	}
	*mask = (int64_t)m;
	return (int64_t)w;
}

struct seen text_seen(struct lower *l, struct sv s)
{
	struct seen seen = {.bytes = s};

	for (uint32_t i = 0; i < (s.n + 7) / 8; i++)
		seen.words[i] = text_counter(l, mir_i64(&l->b, 0));
	return seen;
}

mir_val text_see(struct lower *l, struct seen *seen, mir_val byte)
{
	const struct type *word = type_of(&l->unit->types, TYPE_U64);
	struct var *const *words = seen->words;
	struct mir_builder *b = &l->b;
	struct sv s = seen->bytes;
	mir_val diff = MIR_NO_VAL;

	for (uint32_t i = 0; i < (s.n + 7) / 8; i++) {
		mir_val old = var_read(l, words[i]).v, now, d;
		int64_t mask, want = window_word(s, i, &mask);

		now = mir_binary(b, MIR_OP_OR, mir_binary(b, MIR_OP_SHL, old, mir_i64(b, 8)), byte);
		var_write(l, words[i], rt_number(word, now));
		byte = mir_binary(b, MIR_OP_LSHR, old, mir_i64(b, 56));
		d = mask == -1 ? now : mir_binary(b, MIR_OP_AND, now, mir_i64(b, mask));
		d = mir_binary(b, MIR_OP_XOR, d, mir_i64(b, want));
		diff = diff.id ? mir_binary(b, MIR_OP_OR, diff, d) : d;
	}
	return diff;
}

static mir_val byte_at(struct lower *l, const struct text *t, mir_val i, uint32_t n)
{
	return mir_unary(&l->b, MIR_OP_ZEXT, MIR_T(I64),
			 mir_load(&l->b, MIR_T(I8), text_element(l, t->ptr, i, n, 1), 0));
}

static mir_val find_const(struct lower *l, const struct text *x, struct sv s)
{
	struct seen seen = text_seen(l, s);
	struct join j = join_new(l, type_of(&l->unit->types, TYPE_BOOL), NULL);
	mir_block found = ssa_block_new(l), next = ssa_block_new(l), inside = ssa_block_new(l);
	mir_val zero = mir_i64(&l->b, 0), byte, more;
	struct counted c;

	c = counted_begin(l, x->cap);
	byte = byte_at(l, x, c.i, x->cap);
	/* By the NUL, not by the length, of which the verifier would learn something at each exit.
	 */
	more = l->has_nuls && x->len.id ? mir_binary(&l->b, MIR_OP_ULT, c.i, x->len)
					: mir_binary(&l->b, MIR_OP_NE, byte, zero);
	mir_branch(&l->b, more, inside, c.leave);
	ssa_start(l, inside);
	byte = text_see(l, &seen, byte);
	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_EQ, byte, zero), found, next);
	ssa_start(l, found);
	join_add(l, &j, rt_bool(l, lower_bool(l, true)));
	ssa_start(l, next);
	counted_end(l, &c);
	join_add(l, &j, rt_bool(l, lower_bool(l, false)));
	return join_end(l, &j).v;
}

/* At each place the difference of all bytes is gathered, those behind the part's end masked out;
 * x has NULs behind it for as long as the part can be. */
static mir_val find_text(struct lower *l, const struct text *x, const struct text *part)
{
	const struct type *word = type_of(&l->unit->types, TYPE_U64);
	struct mir_builder *b = &l->b;
	struct join j = join_new(l, type_of(&l->unit->types, TYPE_BOOL), NULL);
	mir_block found = ssa_block_new(l), next = ssa_block_new(l);
	uint32_t most = (part->cap + 7) & ~7u, room = text_room(x->cap + most);
	struct text padded = {.form = TEXT_BUFFER, .cap = x->cap + most};
	mir_val len = text_length(l, part), zero = mir_i64(b, 0), at, d, mask;
	struct var *diff = var_new(l, word, NULL);
	struct counted outer, inner;

	padded.ptr = ssa_slot(l, room);
	text_store(l, x, padded.cap, padded.ptr, 0, TEXT_TO_SLOT);
	outer = counted_begin(l, x->cap + 1);
	var_write(l, diff, rt_number(word, zero));
	inner = counted_begin(l, most);
	at = mir_binary(b, MIR_OP_ADD, outer.i, inner.i);
	d = mir_binary(b, MIR_OP_XOR, byte_at(l, &padded, at, room),
		       byte_at(l, part, inner.i, most));
	mask = mir_binary(b, MIR_OP_ASHR, mir_binary(b, MIR_OP_SUB, inner.i, len), mir_i64(b, 63));
	d = mir_binary(b, MIR_OP_AND, d, mask);
	var_write(l, diff, rt_number(word, mir_binary(b, MIR_OP_OR, var_read(l, diff).v, d)));
	counted_end(l, &inner);
	mir_branch(b, mir_binary(b, MIR_OP_EQ, var_read(l, diff).v, zero), found, next);
	ssa_start(l, found);
	join_add(l, &j, rt_bool(l, lower_bool(l, true)));
	ssa_start(l, next);
	counted_end(l, &outer);
	join_add(l, &j, rt_bool(l, lower_bool(l, false)));
	return join_end(l, &j).v;
}

static bool pairs_fit(struct lower *l, uint32_t cap, uint32_t part)
{
	struct diag *d;

	if ((uint64_t)(cap + 1) * part <= PAIRS_MAX || open_can(l))
		return true;
	d = diag_report(l->unit->sink, DIAG_kernel_cannot, l->b.at,
			"a search for text this long in text this long",
			"the verifier walks every place of every round");
	diag_help(l->unit->sink, d, "take a part of either, as `str substring ..<64` does");
	return false;
}

mir_val text_contains(struct lower *l, const struct text *x, const struct text *part)
{
	bool is_const = part->form == TEXT_CONST;
	struct text at, what;

	if (!part->cap)
		return lower_bool(l, true);
	if (is_const && part->bytes.n > x->cap)
		return lower_bool(l, false);
	at = text_fetch(l, x);
	if (is_const && part->bytes.n <= 8 * TEXT_SEEN_WORDS &&
	    !memchr(part->bytes.p, 0, part->bytes.n))
		return find_const(l, &at, part->bytes);
	if (!pairs_fit(l, x->cap, part->cap))
		return lower_bool(l, false);
	what = text_fetch(l, part);
	return find_text(l, &at, &what);
}

/* No round ends early, for the verifier would walk all that follows once for each. Bytes behind the
 * text are NULs, which match nothing. */
static mir_val place_of_const(struct lower *l, const struct text *x, struct sv bytes, bool last)
{
	struct seen seen = text_seen(l, bytes);
	struct var *place = text_counter(l, mir_i64(&l->b, -1));
	struct mir_builder *b = &l->b;
	mir_val here, found, at;
	struct counted c = counted_begin(l, x->cap);

	found = text_see(l, &seen, byte_at(l, x, c.i, x->cap));
	found = text_zero(l, found);
	at = var_read(l, place).v;
	if (!last)
		found = mir_binary(b, MIR_OP_AND, found, text_negative(l, at));
	here = mir_binary(b, MIR_OP_SUB, c.i, mir_i64(b, (int64_t)bytes.n - 1));
	text_count(l, place, text_pick(l, found, here, at));
	counted_end(l, &c);
	return var_read(l, place).v;
}

static mir_val place_of_text(struct lower *l, const struct text *x, const struct text *part,
			     bool last)
{
	struct mir_builder *b = &l->b;
	struct window w = window_of(l, x, (part->cap + 7) & ~7u);
	mir_val cut, n = text_visible(l, x, &cut), len = text_length(l, part), zero = mir_i64(b, 0);
	struct var *place = text_counter(l, mir_i64(b, -1)), *diff = text_counter(l, zero);
	struct counted outer, inner;
	mir_val d, found, at;

	outer = counted_begin(l, x->cap + 1);
	text_count(l, diff, zero);
	inner = counted_begin(l, w.reach);
	at = mir_binary(b, MIR_OP_ADD, outer.i, inner.i);
	d = mir_binary(b, MIR_OP_XOR, text_byte(l, w.ptr, at, w.places + w.reach),
		       byte_at(l, part, inner.i, w.reach));
	d = text_when(l, text_below(l, inner.i, len), d);
	text_count(l, diff, mir_binary(b, MIR_OP_OR, var_read(l, diff).v, d));
	counted_end(l, &inner);
	found = text_zero(l, var_read(l, diff).v);
	d = text_below(l, n, mir_binary(b, MIR_OP_ADD, outer.i, len)); /* beyond the end */
	found = mir_binary(b, MIR_OP_AND, found, text_other(l, d));
	at = var_read(l, place).v;
	if (!last)
		found = mir_binary(b, MIR_OP_AND, found, text_negative(l, at));
	text_count(l, place, text_pick(l, found, outer.i, at));
	counted_end(l, &outer);
	return var_read(l, place).v;
}

mir_val text_find(struct lower *l, const struct text *x, const struct text *part, bool last)
{
	struct text at = text_fetch(l, x), what;

	if (part->form == TEXT_CONST && part->bytes.n > at.cap)
		return mir_i64(&l->b, -1);
	if (part->form == TEXT_CONST && !part->bytes.n)
		return last ? text_length(l, &at) : mir_i64(&l->b, 0);
	if (part->form == TEXT_CONST && part->bytes.n <= 8 * TEXT_SEEN_WORDS &&
	    !memchr(part->bytes.p, 0, part->bytes.n))
		return place_of_const(l, &at, part->bytes, last);
	if (!pairs_fit(l, x->cap, part->cap))
		return mir_i64(&l->b, -1);
	what = text_fetch(l, part);
	return place_of_text(l, &at, &what, last);
}

/* ---- a walk over all places ---- */

struct needle needle_of(struct lower *l, const struct text *x, mir_val length,
			const struct text *part, uint32_t work)
{
	struct needle nd = {.text = *x, .length = length, .rounds = x->cap + 1};

	if (part->form == TEXT_CONST && part->bytes.n) {
		nd.rounds = x->cap;
		nd.len = mir_i64(&l->b, (int64_t)part->bytes.n);
		nd.seen = text_seen(l, part->bytes);
		return nd;
	}
	nd.part = text_fetch(l, part);
	nd.len = text_whole(l, &nd.part);
	if (!pairs_fit(l, x->cap, part->cap + work))
		nd.rounds = 0;
	nd.window = window_of(l, x, (nd.part.cap + 7) & ~7u);
	nd.diff = text_counter(l, mir_i64(&l->b, 0));
	return nd;
}

/* An empty one stands before every character and at the end. */
static mir_val computed_found(struct lower *l, const struct needle *nd, mir_val i)
{
	struct mir_builder *b = &l->b;
	const struct window *w = &nd->window;
	mir_val d, found, inside;
	struct counted c;

	text_count(l, nd->diff, mir_i64(b, 0));
	if (w->reach) {
		c = counted_begin(l, w->reach);
		d = text_byte(l, w->ptr, mir_binary(b, MIR_OP_ADD, i, c.i), w->places + w->reach);
		d = mir_binary(b, MIR_OP_XOR, d, byte_at(l, &nd->part, c.i, w->reach));
		d = text_when(l, text_below(l, c.i, nd->len), d);
		text_count(l, nd->diff, mir_binary(b, MIR_OP_OR, var_read(l, nd->diff).v, d));
		counted_end(l, &c);
	}
	found = text_zero(l, var_read(l, nd->diff).v);
	inside = text_between(l, text_byte(l, w->ptr, i, w->places + w->reach), 0x80, 0xbf);
	inside = mir_binary(b, MIR_OP_AND, inside, text_zero(l, nd->len));
	d = text_below(l, nd->length, mir_binary(b, MIR_OP_ADD, i, nd->len)); /* beyond the end */
	return mir_binary(b, MIR_OP_AND, found, text_other(l, mir_binary(b, MIR_OP_OR, inside, d)));
}

mir_val needle_found(struct lower *l, struct needle *nd, mir_val i, mir_val *start, mir_val *next)
{
	struct sv known = nd->seen.bytes;
	struct mir_builder *b = &l->b;
	mir_val found;

	if (!known.n) {
		*start = i;
		*next = mir_binary(b, MIR_OP_ADD, i, nd->len);
		return computed_found(l, nd, i);
	}
	*next = mir_binary(b, MIR_OP_ADD, i, mir_i64(b, 1));
	*start = mir_binary(b, MIR_OP_SUB, *next, nd->len);
	found = text_zero(l, text_see(l, &nd->seen, text_byte(l, nd->text.ptr, i, nd->text.cap)));
	if (memchr(known.p, 0, known.n)) /* else nothing behind the text matches */
		found = mir_binary(b, MIR_OP_AND, found, text_below(l, i, nd->length));
	return found;
}
