/*
 * tracepoint.c - finds a tracepoint's payload: asks the sources in order and keeps what was found.
 *
 * Sources are opened when the first tracepoint needs them, so a file that traces only system calls
 * touches neither tracefs nor BTF. A BTF file given by path describes another kernel than the
 * running one, whose tracefs is then not asked.
 */
#include "runtime/kernel_btf.h"
#include "frontend/tracepoint_source.h"
#include "support/tracefs.h"

#include <errno.h>

struct tracepoints {
	struct arena *arena;
	struct kernel_btf *btf;
	struct tracefs tracefs;
	struct symmap found;
	VEC(const struct tp_format *) formats;
};

struct tracepoints *tracepoints_new(struct arena *a, struct kernel_btf *btf)
{
	struct tracepoints *t = arena_new(a, struct tracepoints);

	t->arena = a;
	t->btf = btf;
	t->tracefs = (struct tracefs){.fd = -1, .error = kernel_btf_path(btf) ? -ENOENT : 0};
	t->found.arena = a;
	return t;
}

void tracepoints_free(struct tracepoints *t)
{
	tracefs_close(&t->tracefs);
}

static const char *in_category(struct tracepoints *t, struct sv category, struct sv name)
{
	if (!name.n)
		return NULL;
	return arena_printf(t->arena, SV_FMT "/" SV_FMT, SV_ARG(category), SV_ARG(name));
}

/* Nobody has it, or nobody can tell: says which of the two. `err` is what BTF answered. */
static const char *explain(struct tracepoints *t, struct sv category, int err)
{
	const char *tracefs_why;

	if (t->tracefs.fd >= 0 || (err == -ENOENT && !kernel_btf_open(t->btf)))
		return "this kernel has no such tracepoint";
	if (err == -ENODATA)
		return "only tracefs knows the fields of this tracepoint: compile as root, or "
		       "mount it readable (mount -t tracefs -o mode=755 none /sys/kernel/tracing)";
	if (sv_is(category, "syscalls"))
		return "no such system call";
	if (kernel_btf_path(t->btf))
		return arena_printf(t->arena, "cannot read types from %s: %s",
				    kernel_btf_path(t->btf), strerror(-kernel_btf_open(t->btf)));
	/* strerror() may give the same buffer twice. */
	tracefs_why = sv_dup(t->arena, sv_cstr(strerror(-t->tracefs.error)));
	return arena_printf(
		t->arena,
		"neither tracefs (%s) nor the kernel's BTF (%s) can be read: compile as "
		"root, or name a kernel's types with --btf=FILE",
		tracefs_why, strerror(-kernel_btf_open(t->btf)));
}

static const char *near_name(struct tracepoints *t, struct sv category, struct sv name)
{
	struct nearest n = {.want = name};
	struct sv sys = SV("syscalls");
	struct nearest cat = {.want = category};
	struct sv enter = sv_cstr(arena_printf(t->arena, "sys_enter_" SV_FMT, SV_ARG(name)));
	tp_fields ignored = {0};

	/* Right name, wrong category; a call's bare name; then system calls, known without a
	 * kernel. */
	if (!sv_eq(category, sys) && syscall_format(t->arena, name, &ignored))
		return in_category(t, sys, name);
	if (syscall_format(t->arena, enter, &ignored))
		return in_category(t, sys, enter);
	nearest_offer(&cat, sys);
	if (cat.best.n) {
		syscall_near(t->arena, &n);
		return in_category(t, sys, n.best);
	}
	if (t->tracefs.fd >= 0)
		return tracefs_nearest(t->arena, &t->tracefs, sv_dup(t->arena, category),
				       sv_dup(t->arena, name));
	if (!kernel_btf_open(t->btf))
		btf_near(t->btf, &n);
	return in_category(t, category, n.best);
}

/* 0 or -errno of the last source asked. */
static int ask(struct tracepoints *t, struct sv category, struct sv name, tp_fields *out)
{
	struct sv text;
	int err;

	if (sv_is(category, "syscalls") && syscall_format(t->arena, name, out))
		return 0;
	err = tracefs_event_read(t->arena, &t->tracefs, sv_dup(t->arena, category),
				 sv_dup(t->arena, name), "format", &text);
	if (!err && tp_parse_format(t->arena, text, sv_is(category, "syscalls"), out))
		return 0;
	if (err == -ENOENT && t->tracefs.fd >= 0)
		return err;
	/* BTF names events without their category, and none of the system calls'. */
	if (sv_is(category, "syscalls"))
		return -ENOENT;
	err = kernel_btf_open(t->btf);
	return err ? err : btf_format(t->arena, t->btf, name, out);
}

const struct tp_format *tracepoint_find(struct tracepoints *t, struct sv category, struct sv name,
					const char **why, const char **near)
{
	struct sv key = sv_cstr(in_category(t, category, name.n ? name : SV("-")));
	uint32_t known = symmap_get(&t->found, key, UINT32_MAX);
	struct tp_format *format;
	tp_fields fields = {0};
	int err;

	if (known != UINT32_MAX)
		return t->formats.v[known];
	err = ask(t, category, name, &fields);
	if (err) {
		*why = explain(t, category, err);
		*near = near_name(t, category, name);
		return NULL;
	}
	format = arena_new(t->arena, struct tp_format);
	format->category = (struct sv){key.p, category.n};
	format->name = sv_from(key, category.n + 1);
	format->fields = fields.v;
	format->nfields = fields.n;
	for (uint32_t i = 0; i < fields.n; i++) {
		if (fields.v[i].offset + fields.v[i].size > format->size)
			format->size = fields.v[i].offset + fields.v[i].size;
	}
	symmap_put(&t->found, key, t->formats.n);
	vec_push(t->arena, &t->formats, format);
	return format;
}

static bool has_field(const struct tp_format *f, const struct tp_field *want)
{
	for (uint32_t i = 0; i < f->nfields; i++) {
		const struct tp_field *have = &f->fields[i];

		if (sv_eq(have->name, want->name))
			return have->kind == want->kind && have->offset == want->offset &&
			       have->size == want->size && have->is_signed == want->is_signed;
	}
	return false;
}

/* Leaves the fields that the other one has, too. */
static void keep_common(struct tp_format *all, const struct tp_format *other)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < all->nfields; i++) {
		if (has_field(other, &all->fields[i]))
			all->fields[n++] = all->fields[i];
	}
	all->nfields = n;
}

const struct tp_format *tracepoint_find_glob(struct tracepoints *t, struct sv category,
					     const char *glob, const char **why)
{
	const char *name = sv_dup(t->arena, category), **names = NULL, *near;
	struct tp_format *all = NULL;
	int n = sv_is(category, "syscalls")
			? syscall_match(t->arena, glob, &names)
			: tracefs_match(t->arena, &t->tracefs, name, glob, &names);

	for (int i = 0; i < n; i++) {
		const struct tp_format *f =
			tracepoint_find(t, category, sv_cstr(names[i]), why, &near);

		if (f && all) {
			keep_common(all, f);
		} else if (f) {
			all = arena_new(t->arena, struct tp_format);
			*all = *f;
			all->fields = arena_array(t->arena, struct tp_field, f->nfields);
			memcpy(all->fields, f->fields, f->nfields * sizeof(*f->fields));
		}
	}
	if (!all)
		*why = n < 0 && n != -ENOENT ? explain(t, category, n)
					     : "no tracepoint that matches is known here";
	return all;
}
