/*
 * lower_place.c - which of the places that a glob matches a program runs at.
 *
 * The loader gives each place a number, which the program asks for as its cookie, and keeps the
 * names in a map. Where it has put none, the name of the program is all there is.
 */
#include "frontend/lower_map.h"
#include "frontend/lower_text.h"

#include <linux/bpf.h>

static void make_places_map(struct lower *l)
{
	if (l->has_places)
		return;
	l->has_places = true;
	l->places_map =
		mir_map_new(l->m, (struct mir_map){.name = lower_symbol(l, "", SV("nubpf_places")),
						   .kind = BPF_MAP_TYPE_ARRAY,
						   .key_size = 4,
						   .value_size = sizeof(struct wire_spot),
						   .max_entries = 1});
}

struct rt lower_place(struct lower *l, const struct ctx_field *f)
{
	struct mir_builder *b = &l->b;
	mir_block there = ssa_block_new(l), missing = ssa_block_new(l);
	struct join j = join_new(l, f->type, NULL);
	mir_val ctx = lower_ctx(l), slot = ssa_slot(l, 4), cookie, place;
	struct text name = {.form = TEXT_READ,
			    .cap = f->type->cap,
			    .helper = HELPER_probe_read_kernel_str,
			    .site = lower_site(l, MIR_SITE_FAULT, "the text could not be read")};

	make_places_map(l);
	cookie = mir_helper(b, HELPER_get_attach_cookie, MIR_T(I64), &ctx, 1);
	mir_store(b, slot, mir_unary(b, MIR_OP_TRUNC, MIR_T(I32), cookie), 0);
	place = mir_append(b, (struct mir_inst){.op = MIR_OP_LOOKUP,
						.type = {.kind = MIR_PTR,
							 .space = MIR_SPACE_MAP,
							 .nullable = true,
							 .size = sizeof(struct wire_spot)},
						.args = &slot,
						.nargs = 1,
						.ref = l->places_map});
	place = lower_nonnull(l, place, missing);
	mir_jump(b, there);
	ssa_start(l, there);
	name.addr = lower_offset(l, place, f->shift);
	join_add(l, &j, rt_text(l, f->type, name));
	ssa_start(l, missing);
	join_add(l, &j, rt_text(l, f->type, text_known(l, sv_cstr(l->program->label))));
	return join_end(l, &j);
}
