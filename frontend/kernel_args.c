/*
 * kernel_args.c - arguments and results of kernel functions and tracepoints, from BTF.
 *
 * A tracepoint's are those of the function that calls its probes, __traceiter_NAME behind `void
 * *__data` (include/linux/tracepoint.h); those of a hook for security modules are those of
 * bpf_lsm_HOOK (kernel/bpf/bpf_lsm.c). A value in registers or on the way to a trampoline takes 64
 * bits.
 */
#include "frontend/kernel_walk.h"

#include "runtime/kernel_btf.h"

enum { REGISTER_ARGS = 6 };

struct proto {
	const struct btf_type *type; /* FUNC_PROTO, or NULL */
	uint32_t first;		     /* parameter that is argument 0 */
};

static struct proto proto_of(struct unit *u, const struct program *p)
{
	const char *name = p->target.name ? p->target.name : "";
	struct proto r = {0};
	const struct btf_type *f;

	if (kernel_btf_open(u->btf))
		return r;
	if (probes[p->target.probe].args == ARGS_BTF_TRACE ||
	    probes[p->target.probe].args == ARGS_RAW) {
		name = arena_printf(u->arena, "__traceiter_%s", name);
		r.first = 1;
	} else if (probes[p->target.probe].args == ARGS_ITER) {
		name = arena_printf(u->arena, "bpf_iter_%s", name);
	} else if (probes[p->target.probe].args == ARGS_BTF_HOOK) {
		name = arena_printf(u->arena, "bpf_lsm_%s", name);
	}
	f = kernel_btf_type(u->btf, kernel_btf_find(u->btf, sv_cstr(name), BTF_KIND_FUNC));
	r.type = f ? kernel_btf_type(u->btf, f->type) : NULL;
	if (r.type && (!btf_is_func_proto(r.type) || btf_vlen(r.type) < r.first))
		r.type = NULL;
	return r;
}

bool kernel_args_known(struct unit *u, const struct program *p)
{
	return proto_of(u, p).type != NULL;
}

/* The kernel marks arguments of functions by what their names end with. */
static bool is_nullable(struct sv name)
{
	struct sv mark = SV("__nullable");

	return name.n > mark.n && sv_eq(sv_from(name, name.n - mark.n), mark);
}

/* As the script calls it. */
static struct sv parameter_name(const struct unit *u, const struct proto *r, uint32_t n)
{
	struct sv name =
		sv_cstr(kernel_btf_name(u->btf, btf_params(r->type)[r->first + n].name_off));

	if (is_nullable(name))
		name.n -= strlen("__nullable");
	return name;
}

/* The verifier of this kernel or of a later one wants the address tested. */
static bool may_be_null(const struct unit *u, const struct program *p, const struct proto *r,
			uint32_t n)
{
	static const struct {
		const char *name;
		uint32_t argument;
	} nullable[] = {
#define NULLABLE(name, argument) {#name, argument},
#include "lang/nullable.def"
	};

	if (probes[p->target.probe].args == ARGS_BTF_HOOK) /* kernels before 6.13 lack the mark of mmap_file */
		return strcmp(p->target.name, "mmap_file") == 0 ||
		       is_nullable(sv_cstr(kernel_btf_name(
			       u->btf, btf_params(r->type)[r->first + n].name_off)));
	for (uint32_t i = 0; probes[p->target.probe].args == ARGS_BTF_TRACE && i < ARRAY_SIZE(nullable); i++)
		if (strcmp(p->target.name, nullable[i].name) == 0 && nullable[i].argument == n)
			return true;
	return false;
}

/* A value of 64 bits that has this type. */
static void set_value(struct unit *u, uint32_t id, struct ctx_field *out)
{
	const struct btf_type *t = kernel_btf_strip(u->btf, &id);

	if (!t || btf_is_composite(t)) /* by value: in as many registers as it needs */
		return;
	out->type = kernel_type(u, id);
	out->size = kernel_btf_size(u->btf, id);
	out->is_signed = kernel_btf_is_signed(t);
}

/* A structure that is passed by value may take two registers: what comes behind it is not where its
 * number says. */
static bool is_behind_structure(struct unit *u, const struct proto *r, uint32_t n)
{
	for (uint32_t i = r->first; i < r->first + n; i++) {
		uint32_t id = btf_params(r->type)[i].type;
		const struct btf_type *t = kernel_btf_strip(u->btf, &id);

		if (!t || btf_is_composite(t))
			return true;
	}
	return false;
}

bool kernel_arg(struct unit *u, const struct program *p, struct sv name, uint32_t number,
		struct ctx_field *out)
{
	bool in_registers = probes[p->target.probe].args == ARGS_ENTRY;
	struct proto r = proto_of(u, p);
	uint32_t n = number, count = r.type ? btf_vlen(r.type) - r.first : 0;

	for (n = name.n ? 0 : number; name.n && n < count; n++)
		if (sv_eq(name, parameter_name(u, &r, n)))
			break;
	if (n >= count || (in_registers && n >= REGISTER_ARGS))
		return false;
	*out = (struct ctx_field){.access = in_registers ? CTX_ARGREG
					    : probes[p->target.probe].args == ARGS_ITER
						    ? CTX_ITERARG
						    : CTX_RAWARG,
				  .n = n};
	if (!is_behind_structure(u, &r, n))
		set_value(u, btf_params(r.type)[r.first + n].type, out);
	out->may_be_null = may_be_null(u, p, &r, n);
	return true;
}

/* Behind the arguments, as the trampoline leaves it (arch_prepare_bpf_trampoline). */
bool kernel_retval(struct unit *u, const struct program *p, struct ctx_field *out)
{
	struct proto r = proto_of(u, p);

	if (!r.type || !r.type->type)
		return false;
	*out = (struct ctx_field){.access = CTX_RAWARG, .n = btf_vlen(r.type)};
	if (!is_behind_structure(u, &r, btf_vlen(r.type)))
		set_value(u, r.type->type, out);
	return true;
}

uint32_t kernel_iter_element(struct unit *u, const struct program *p)
{
	struct proto r = proto_of(u, p);

	for (uint32_t i = 1; r.type && i < btf_vlen(r.type); i++) {
		uint32_t id = btf_params(r.type)[i].type;
		const struct btf_type *t = kernel_btf_strip(u->btf, &id);

		if (t && btf_is_ptr(t))
			return i;
	}
	return 1;
}

uint32_t kernel_args_count(struct unit *u, const struct program *p)
{
	struct proto r = proto_of(u, p);

	return r.type ? btf_vlen(r.type) - r.first : 0;
}

struct sv kernel_arg_name(struct unit *u, const struct program *p, uint32_t n)
{
	struct proto r = proto_of(u, p);

	return parameter_name(u, &r, n);
}

void kernel_args_nearest(struct unit *u, const struct program *p, struct nearest *near)
{
	struct proto r = proto_of(u, p);

	for (uint32_t i = 0; i < kernel_args_count(u, p); i++)
		nearest_offer(near, parameter_name(u, &r, i));
}
