/*
 * fuzz_btf.c - types of a kernel from a file: whatever the bytes, every structure can be walked,
 * every function and tracepoint be asked for.
 */
#include "tests/fuzz/fuzz.h"

#include "runtime/kernel_btf.h"
#include "frontend/kernel_walk.h"
#include "frontend/tracepoint_source.h"

enum { TYPES = 512, DEPTH = 3 };

static void walk(struct unit *u, const struct type *t, int depth);

/* What numbers or addresses stand at an address. */
static void walk_elements(struct unit *u, const struct type *t, int depth)
{
	struct path_member path = {.is_index = true, .index = 3};
	struct walk w = kernel_walk(u, t, &path, 1);
	struct elements e = kernel_elements(u, t);

	NB_ASSERT(w.problem || (w.type && w.type == e.type && w.size == e.size));
	if (!w.problem && depth && is_kernel_data(w.type))
		walk(u, w.type, depth - 1);
}

static void walk_members(struct unit *u, const struct type *t, int depth)
{
	const struct btf_type *s = kernel_btf_type(u->btf, t->elem->btf_id);
	struct nearest near = {.want = SV("pid")};
	bool trusted;

	kernel_nearest(u, t, &near);
	for (uint32_t i = 0; i < btf_vlen(s) && i < 64; i++) {
		struct path_member path[3] = {
			{.name = sv_cstr(kernel_btf_name(u->btf, btf_members(s)[i].name_off))},
			{.is_index = true, .index = 1},
			{.name = SV("pid"), .optional = true},
		};

		for (uint32_t n = 1; n <= 3; n++) {
			struct walk w = kernel_walk(u, t, path, n);

			NB_ASSERT(w.problem ? w.at < n : w.taken > 0 && w.taken <= n && w.type);
			if (!w.problem && kernel_can_load(u, &w, t, &trusted))
				NB_ASSERT(!trusted || w.type->elem);
			if (!w.problem && depth && is_kernel_data(w.type))
				walk(u, w.type, depth - 1);
		}
	}
}

static void walk(struct unit *u, const struct type *t, int depth)
{
	if (t->elem && t->elem->kind == TYPE_STRUCT)
		walk_members(u, t, depth);
	else
		walk_elements(u, t, depth);
}

/* A number of an enumeration, by each of its names. */
static void name(struct unit *u, const struct type *t)
{
	const struct btf_type *e = kernel_btf_type(u->btf, t->btf_id);
	struct nearest near = {.want = SV("NAME")};
	struct value v;
	int64_t value;

	kernel_enum_nearest(u, t, &near);
	for (uint32_t n = 0; n < btf_vlen(e) && n < 16; n++)
		NB_ASSERT(kernel_enumerator(
			u, t, sv_cstr(kernel_btf_enumerator(u->btf, e, n, &value)), &v));
}

static void ask(struct unit *u, uint32_t id, enum probe probe)
{
	const char *name = kernel_btf_name(u->btf, kernel_btf_type(u->btf, id)->name_off);
	struct program p = {.target = {.probe = probe, .name = name}};
	struct ctx_field f;
	struct nearest near = {.want = SV("file")};

	for (uint32_t n = 0; n < 3; n++)
		kernel_arg(u, &p, (struct sv){"", 0}, n, &f);
	kernel_arg(u, &p, SV("file"), 0, &f);
	kernel_retval(u, &p, &f);
	kernel_args_nearest(u, &p, &near);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena arena = {0};
	struct unit u = {.arena = &arena, .types = {.arena = &arena}};
	void *copy = memcpy(arena_alloc(&arena, size + 1, 8), bytes, size);
	tp_fields fields = {0};

	u.btf = kernel_btf_from(&arena, copy, size);
	for (uint32_t id = 1; u.btf && id < kernel_btf_count(u.btf) && id < TYPES; id++) {
		const struct type *t = kernel_type(&u, id);

		kernel_btf_size(u.btf, id);
		if (t && is_kernel_data(t))
			walk(&u, t, DEPTH);
		if (t && t->is_kernel && t->btf_id)
			name(&u, t);
		if (btf_is_func(kernel_btf_type(u.btf, id))) {
			ask(&u, id, PROBE_fentry);
			ask(&u, id, PROBE_kprobe);
		}
	}
	if (u.btf) {
		struct nearest near = {.want = SV("sched_switch")};

		btf_format(&arena, u.btf, SV("sched_switch"), &fields);
		btf_near(u.btf, &near);
	}
	arena_free(&arena);
	return 0;
}
