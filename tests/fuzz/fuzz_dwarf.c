/*
 * fuzz_dwarf.c - debugging information of a binary: whatever the bytes, every function can be asked
 * for, and every structure that it leads to be walked. What libdw itself does with bytes that it
 * cannot take is not ours.
 */
#include "tests/fuzz/fuzz.h"

#include "frontend/user_args.h"
#include "frontend/user_walk.h"

#include <sys/mman.h>
#include <unistd.h>

enum { DEPTH = 3 };

static void follow(struct unit *u, const struct type *t, int depth)
{
	static const char *const names[] = {"next", "word",  "name",	"raw", "inner", "half",
					    "at",   "table", "numbers", "low", "shade", "opaque"};
	struct nearest near = {.want = SV("nexd")};

	if (!t || !is_kernel_data(t))
		return;
	if (t->elem && t->elem->kind == TYPE_STRUCT)
		kernel_nearest(u, t, &near);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct path_member path[3] = {
			{.name = sv_cstr(names[i]), .is_index = !(t->elem)},
			{.is_index = true, .index = 1},
			{.is_index = true, .index = 1, .optional = true},
		};

		for (uint32_t n = 1; n <= 3; n++) {
			struct walk w = kernel_walk(u, t, path, n);

			NB_ASSERT(w.problem ? w.at < n : w.taken > 0 && w.taken <= n && w.type);
			NB_ASSERT(w.problem || w.bit + w.bits <= 8 * w.size || !w.bits);
			if (!w.problem && depth)
				follow(u, w.type, depth - 1);
		}
	}
}

static void ask(struct unit *u, const char *path, enum probe probe, const char *function)
{
	struct program p = {.target = {.probe = probe, .path = path, .name = function}};
	const struct user_function *f = user_function(u, &p);
	struct ctx_field field;
	int64_t value;

	for (uint32_t i = 0; i < f->args.n; i++) {
		const struct type *t = f->args.v[i].type;

		follow(u, t, DEPTH);
		if (t && t->is_kernel && t->btf_id)
			for (uint32_t n = 0; n < kernel_enum_count(u, t) && n < 16; n++)
				kernel_enum_get(u, t, n, &value);
	}
	user_arg_number(u, &p, 0, &field);
	if (user_result(u, &p, &field))
		follow(u, field.type, DEPTH);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena arena = {0};
	struct unit u = {.arena = &arena, .types = {.arena = &arena}, .arch = "x86_64"};
	int fd = memfd_create("binary", MFD_CLOEXEC);
	const char *path = arena_printf(&arena, "/proc/self/fd/%d", fd);

	u.user_types = user_types_new(&arena);
	if (fd >= 0 && write(fd, bytes, size) == (ssize_t)size) {
		ask(&u, path, PROBE_uprobe, "show");
		ask(&u, path, PROBE_uretprobe, "same");
		ask(&u, path, PROBE_uprobe, "build");
	}
	user_types_close(u.user_types);
	if (fd >= 0)
		close(fd);
	arena_free(&arena);
	return 0;
}
