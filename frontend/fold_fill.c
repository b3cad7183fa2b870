/*
 * fold_fill.c - `fill` of constants. Nushell counts grapheme clusters and repeats all of
 * --character.
 */
#include "frontend/fold_fill.h"
#include "frontend/fold_float.h"
#include "frontend/fold_text.h"
#include "frontend/sema.h"

#include <strings.h>

bool fill_options(const struct ast *call, struct fill *out)
{
	static const struct {
		const char *name;
		enum fill_side side;
	} sides[] = {
		{"l", FILL_BEHIND},	    {"left", FILL_BEHIND},
		{"r", FILL_BEFORE},	    {"right", FILL_BEFORE},
		{"c", FILL_AROUND},	    {"center", FILL_AROUND},
		{"m", FILL_AROUND},	    {"middle", FILL_AROUND},
		{"cr", FILL_AROUND_BEFORE}, {"centerright", FILL_AROUND_BEFORE},
		{"mr", FILL_AROUND_BEFORE}, {"middleright", FILL_AROUND_BEFORE},
	};
	const struct ast *width = ast_flag(call, "width"), *side = ast_flag(call, "alignment");
	const struct ast *piece = ast_flag(call, "character");
	struct sv name = side ? side->value->s : SV("l");

	*out = (struct fill){.width = 1, .piece = piece ? piece->value->s : SV(" ")};
	if (width && width->value)
		out->width = (uint32_t)width->value->i;
	else if (width)
		out->width = out->piece.n ? FILLED_MAX / (uint32_t)out->piece.n : 0;
	for (uint32_t i = 0; i < ARRAY_SIZE(sides); i++) {
		if (strlen(sides[i].name) == name.n &&
		    strncasecmp(sides[i].name, name.p, name.n) == 0) {
			out->side = sides[i].side;
			return true;
		}
	}
	return false;
}

/* What is filled up: a filesize is its number. */
static bool filled_text(struct folding *f, const struct value *in, struct sv *out)
{
	struct buf b = {.arena = f->arena};

	buf_puts(&b, "");
	switch (in->kind) {
	case TYPE_STRING:
		*out = in->s;
		return true;
	case TYPE_INT:
	case TYPE_FILESIZE:
		buf_printf(&b, "%lld", (long long)in->i);
		break;
	case TYPE_FLOAT:
		float_text(&b, in->f, false);
		break;
	default:
		return fold_wants(f, NULL, "a string, int, float or filesize") != NULL;
	}
	*out = (struct sv){b.p, b.n};
	return true;
}

static bool is_text_flag(struct folding *f, const char *name)
{
	const struct ast *flag = ast_flag(f->call, name);
	struct sv s;

	return !flag || fold_text_argument(f, flag, &s);
}

static void repeat(struct buf *b, struct sv piece, uint32_t times)
{
	while (times--)
		buf_write(b, piece.p, piece.n);
}

const struct value *fold_fill(struct folding *f, const struct value *in)
{
	struct buf b = {.arena = f->arena};
	uint32_t have = 0, need, before;
	struct fill fill;
	struct sv s;

	if (!is_text_flag(f, "alignment") || !is_text_flag(f, "character") ||
	    !filled_text(f, in, &s))
		return NULL;
	if (!fill_options(f->call, &fill))
		return fold_fails(f, FILL_ALIGNMENTS);
	if (memchr(s.p, '\x1b', s.n) || fold_index(s, SV("\xc2\x9b"), false) >= 0)
		return fold_fails(f,
				  "the text has control sequences, of which Nushell counts some");
	for (size_t at = 0; at < s.n; have++)
		at += fold_cluster_at(s, at);
	need = have < fill.width ? fill.width - have : 0;
	before = fill.side == FILL_BEHIND	   ? 0
		 : fill.side == FILL_BEFORE	   ? need
		 : fill.side == FILL_AROUND_BEFORE ? need - need / 2
						   : need / 2;
	buf_puts(&b, "");
	repeat(&b, fill.piece, before);
	buf_write(&b, s.p, s.n);
	repeat(&b, fill.piece, need - before);
	return value_string(f->arena, (struct sv){b.p, b.n});
}
