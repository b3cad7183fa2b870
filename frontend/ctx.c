/*
 * ctx.c - the fields of $ctx, as lang/ctx.def declares them, and the payload of tracepoints.
 */
#include "frontend/kernel_walk.h"
#include "frontend/user_args.h"
#include "lang/helpers.h"
#include "runtime/manifest.h"

enum ctx_type {
	CTX_INT,
	CTX_U64,
	CTX_DURATION,
	CTX_STR16,
	CTX_KSYM,
	CTX_STRING,
	CTX_TASK,
	CTX_STACK
};
enum ctx_families {
	FAMILIES_ALL,
	FAMILIES_THREAD,
	FAMILIES_RETURN,
	FAMILIES_FUNCTION,
	FAMILIES_COOKIE,
	FAMILIES_SAMPLE
};

struct ctx_row {
	const char *name;
	enum ctx_type type;
	enum ctx_families families;
	enum ctx_access access;
	uint32_t helper, shift, bits, size;
	uint32_t kernel;
	const char *help;
};

#define HELPER(name, shift_, bits_) .access = CTX_HELPER, .helper = HELPER_##name, .shift = shift_, .bits = bits_
#define BUFFER(name, size_) .access = CTX_BUFFER, .helper = HELPER_##name, .size = size_
#define CTXHELPER(name) .access = CTX_CTXHELPER, .helper = HELPER_##name, .bits = 64
#define TASKADDRESS() .access = CTX_HELPER, .helper = HELPER_get_current_task, .bits = 64
#define RETREG() .access = CTX_RETREG
#define FRAMES(user) .access = CTX_FRAMES, .size = user
#define IPREG() .access = CTX_IPREG
#define BEHIND(bytes) .access = CTX_BEHIND, .shift = bytes
#define LABEL() .access = CTX_LABEL
static const struct ctx_row rows[] = {
#define CTX(id, type_, families_, how, kernel_, help_)                                             \
	{.name = #id, .type = CTX_##type_, .families = FAMILIES_##families_, how, .kernel = kernel_, \
	 .help = help_},
#include "lang/ctx.def"
};

static bool family_has(enum probe probe, enum ctx_families f)
{
	enum probe_args args = probes[probe].args;
	bool function = probe_sees_function(probe);

	switch (f) {
	case FAMILIES_ALL:
		return true;
	case FAMILIES_THREAD:
		return args != ARGS_ITER;
	case FAMILIES_RETURN:
		return args == ARGS_RETURN || args == ARGS_USER_RETURN ||
		       args == ARGS_SYSCALL_RETURN;
	case FAMILIES_FUNCTION:
		return function;
	case FAMILIES_COOKIE:
		return function || args == ARGS_TRACEPOINT || args == ARGS_SAMPLE;
	case FAMILIES_SAMPLE:
		return args == ARGS_SAMPLE;
	}
	return false;
}

/* What belongs to a task is had by an address that the verifier knows, on kernels that all have
 * one. */
static bool has_storage(const struct unit *u)
{
	for (uint32_t i = 0; i < u->maps.n; i++)
		if (map_storage_find(u->maps.v[i]->kind))
			return true;
	return false;
}

static const struct type *row_type(struct unit *u, enum ctx_type t)
{
	switch (t) {
	case CTX_INT:
		return type_of(&u->types, TYPE_INT);
	case CTX_U64:
		return type_of(&u->types, TYPE_U64);
	case CTX_DURATION:
		return type_of(&u->types, TYPE_DURATION);
	case CTX_STR16:
		return type_string(&u->types, 16, true);
	case CTX_KSYM:
		return type_of(&u->types, TYPE_KSYM);
	case CTX_STRING:
		return type_string(&u->types, 0, false);
	case CTX_TASK:
		return kernel_struct(u, "task_struct");
	case CTX_STACK:
		return type_nullable(&u->types, type_of(&u->types, TYPE_STACK), true);
	}
	return NULL;
}

/* An int, of an enumeration where it is declared so and the kernel's types can be read. */
static const struct type *payload_number(struct unit *u, struct sv c_type)
{
	const struct type *t = NULL;

	if (sv_starts(c_type, SV("enum ")))
		t = kernel_enum_find(u, TYPE_INT, sv_from(c_type, strlen("enum ")));
	return t ? t : type_kernel_number(&u->types, TYPE_INT, SV(""), 0);
}

/* An address as the kernel's source declares it: `const struct sock *`, `const char *const *`. */
static const struct type *pointed_type(struct unit *u, struct sv c_type, enum type_space space)
{
	struct sv tag = SV("struct ");
	size_t at = sv_starts(c_type, SV("const ")) ? strlen("const ") : 0;
	struct sv rest = sv_from(c_type, at);
	size_t stars = 0, n = 0;
	const struct type *t;

	for (size_t i = 0; i < c_type.n; i++)
		stars += c_type.p[i] == '*';
	if (stars == 2)
		return type_ptr(&u->types, space, type_ptr(&u->types, space, NULL));
	if (stars != 1 || !sv_starts(rest, tag))
		return type_ptr(&u->types, space, NULL);
	rest = sv_from(rest, tag.n);
	while (n < rest.n && rest.p[n] != ' ' && rest.p[n] != '*')
		n++;
	t = kernel_struct(u, sv_dup(u->arena, (struct sv){rest.p, n}));
	return type_ptr(&u->types, space, t ? t->elem : NULL);
}

/* The type that a payload field has in the language; LANGUAGE §2 "Kernel integers". */
static const struct type *payload_type(struct unit *u, const struct tp_field *f)
{
	switch (f->kind) {
	case TP_INT:
		return f->size == 8 && !f->is_signed ? type_of(&u->types, TYPE_U64)
						     : payload_number(u, f->c_type);
	case TP_BOOL:
		return type_of(&u->types, TYPE_BOOL);
	case TP_CHARS:
		return type_string(&u->types, f->size, true);
	case TP_DATA_LOC:
		return type_string(&u->types, READ_STR_DEFAULT, false);
	case TP_USER_PTR:
		return pointed_type(u, f->c_type, SPACE_USER);
	case TP_KERNEL_PTR:
		return pointed_type(u, f->c_type, SPACE_KERNEL);
	case TP_BYTES:
		return type_binary(&u->types, f->size);
	}
	return NULL;
}

/* N of argN; -1 for another name. */
static int arg_number(struct sv name)
{
	int n = 0;

	if (name.n < 4 || name.n > 5 || !sv_starts(name, SV("arg")))
		return -1;
	for (size_t i = 3; i < name.n; i++) {
		if (name.p[i] < '0' || name.p[i] > '9')
			return -1;
		n = n * 10 + (name.p[i] - '0');
	}
	return n;
}

/* argN: register arguments 0..5, raw tracepoint arguments 0..11 (MAX_BPF_FUNC_ARGS). Typed where
 * the kernel's verifier knows the types too. */
static bool find_arg(struct unit *u, const struct program *p, struct sv name, struct ctx_field *out)
{
	enum probe_args args = probes[p->target.probe].args;
	bool typed = probe_is_typed(p->target.probe);
	bool in_registers = args == ARGS_ENTRY || args == ARGS_USER_ENTRY;
	bool by_caller = args == ARGS_SYSCALL, usdt = args == ARGS_USDT;
	int limit = in_registers || by_caller		? 6
		    : args == ARGS_RAW || typed || usdt ? 12
							: 0,
	    n = arg_number(name);

	if (n < 0 || n >= limit)
		return false;
	if (typed && kernel_args_known(u, p))
		return kernel_arg(u, p, (struct sv){"", 0}, (uint32_t)n, out);
	/* Words where the kernel's types do not say more, or cannot be read. */
	if (args == ARGS_ENTRY && !p->target.offset && kernel_args_known(u, p) &&
	    kernel_arg(u, p, (struct sv){"", 0}, (uint32_t)n, out) && out->type)
		return true;
	if (args == ARGS_USER_ENTRY && user_arg_number(u, p, (uint32_t)n, out))
		return true;
	*out = (struct ctx_field){
		.type = type_of(&u->types, usdt ? TYPE_INT : TYPE_U64),
		.access = usdt		 ? CTX_USDTARG
			  : in_registers ? CTX_ARGREG
			  : by_caller	 ? CTX_SYSARG
					 : CTX_RAWARG,
		.n = (uint32_t)n,
		.help = "Argument of the traced function or tracepoint.",
	};
	return true;
}

/* A glob's places have names that the loader knows; a function in user space that of its symbol. */
static void name_place(struct unit *u, const struct program *p, struct sv name,
		       struct ctx_field *out)
{
	bool is_probe = sv_is(name, "probe") && !p->is_named;
	bool is_func = sv_is(name, "func") && probe_is_user(p->target.probe);

	if (p->target.is_glob && (is_probe || is_func)) {
		out->access = CTX_PLACE;
		out->shift = is_probe ? offsetof(struct wire_spot, probe)
				      : offsetof(struct wire_spot, func);
		out->type =
			type_string(&u->types, sizeof(((struct wire_spot *)0)->probe) - 1, false);
		out->kernel = 515;
	} else if (is_func) {
		out->access = CTX_FUNCTION;
		out->type = type_string(&u->types, 0, false);
		out->kernel = 0;
	}
}

static bool find_row(struct unit *u, const struct program *p, struct sv name, struct ctx_field *out)
{
	for (uint32_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct ctx_row *r = &rows[i];

		if (!sv_is(name, r->name) || !family_has(p->target.probe, r->families))
			continue;
		*out = (struct ctx_field){
			.type = row_type(u, r->type),
			.access = r->access,
			.helper = r->helper,
			.shift = r->shift,
			.bits = r->bits,
			.size = r->size,
			.kernel = r->kernel,
			.help = r->help,
		};
		if (r->helper == HELPER_get_current_task &&
		    (u->kernel >= helpers[HELPER_get_current_task_btf].kernel || has_storage(u)))
			out->helper = HELPER_get_current_task_btf;
		name_place(u, p, name, out);
		return true;
	}
	return false;
}

static bool find_payload(struct unit *u, const struct program *p, struct sv name,
			 struct ctx_field *out)
{
	for (uint32_t i = 0; p->format && i < p->format->nfields; i++) {
		const struct tp_field *f = &p->format->fields[i];

		if (!sv_eq(f->name, name))
			continue;
		*out = (struct ctx_field){
			.type = payload_type(u, f), .access = CTX_PAYLOAD, .payload = f};
		return true;
	}
	return false;
}

/* An argument of a system call, or what it gives. */
static bool find_syscall_field(struct unit *u, const struct program *p, struct sv name,
			       struct ctx_field *out)
{
	enum { ARGS_OFFSET = 16 };

	if (probes[p->target.probe].args == ARGS_SYSCALL_RETURN) {
		*out = (struct ctx_field){.type = type_of(&u->types, TYPE_INT),
					  .access = CTX_RETREG};
		return sv_is(name, "ret") || sv_is(name, "retval");
	}
	for (uint32_t i = 0; p->format && i < p->format->nfields; i++) {
		const struct tp_field *f = &p->format->fields[i];

		if (f->offset < ARGS_OFFSET || !sv_eq(f->name, name))
			continue;
		*out = (struct ctx_field){.type = payload_type(u, f),
					  .access = CTX_SYSARG,
					  .n = (f->offset - ARGS_OFFSET) / 8,
					  .size = f->size,
					  .is_signed = f->is_signed};
		return true;
	}
	return false;
}

uint32_t ctx_find(struct unit *u, const struct program *p, const struct path_member *m, uint32_t n,
		  struct ctx_field *out)
{
	if (m->is_index)
		return 0;
	if (probes[p->target.probe].args == ARGS_ITER && kernel_arg(u, p, m->name, 0, out))
		return 1;
	if (probes[p->target.probe].rest == REST_SYSCALL) {
		if (sv_is(m->name, "arg") && n > 1 && !m[1].is_index)
			return find_syscall_field(u, p, m[1].name, out) ? 2 : 0;
		return find_syscall_field(u, p, m->name, out) || find_row(u, p, m->name, out) ||
		       find_arg(u, p, m->name, out);
	}
	if (sv_is(m->name, "arg") && n > 1 && !m[1].is_index &&
	    probes[p->target.probe].args == ARGS_USER_ENTRY)
		return user_arg(u, p, m[1].name, out) ? 2 : 0;
	if (sv_is(m->name, "arg") && n > 1 && !m[1].is_index && probe_names_args(p->target.probe))
		return kernel_arg(u, p, m[1].name, 0, out) ? 2 : 0;
	if (probes[p->target.probe].args == ARGS_BTF_RETURN && sv_is(m->name, "retval"))
		return kernel_retval(u, p, out);
	if (probes[p->target.probe].args == ARGS_USER_RETURN && sv_is(m->name, "retval") &&
	    !user_function(u, p)->problem)
		return user_result(u, p, out);
	return find_payload(u, p, m->name, out) || find_row(u, p, m->name, out) ||
	       find_arg(u, p, m->name, out);
}

void ctx_nearest(const struct program *p, struct nearest *near)
{
	for (uint32_t i = 0; p->format && i < p->format->nfields; i++)
		nearest_offer(near, p->format->fields[i].name);
	for (uint32_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (family_has(p->target.probe, rows[i].families))
			nearest_offer(near, sv_cstr(rows[i].name));
}

void ctx_list(FILE *out)
{
	static const char *const families[] = {"all",
					       "all but iter",
					       "return probes",
					       "functions",
					       "functions, tracepoints, samples",
					       "profile, perf_event"};

	for (uint32_t i = 0; i < ARRAY_SIZE(rows); i++)
		fprintf(out, "%-14s %-34s %s\n", rows[i].name, families[rows[i].families],
			rows[i].help);
	fprintf(out, "%-14s %-34s %s\n", "ppid", "all",
		"Process id of the parent: task.real_parent.tgid.");
	fprintf(out, "%-14s %-34s %s\n", "argN", "entry probes 0..5, raw 0..11",
		"Argument of the traced function or tracepoint.");
	fprintf(out, "%-14s %-34s %s\n", "arg.NAME", "functions, tp_btf, raw_tp, lsm",
		"Argument of the traced function or tracepoint, of its type.");
	fprintf(out, "%-14s %-34s %s\n", "args", "those, and tracepoint",
		"All arguments that have names, or all payload fields, as a record; `args.NAME` is "
		"one.");
	fprintf(out, "%-14s %-34s %s\n", "FIELD", "tracepoint",
		"Every payload field, by name (named as the kernel names them).");
}

void probe_list(FILE *out)
{
	struct arena scratch = {0};

	for (enum probe p = 0; p < PROBE_COUNT; p++)
		fprintf(out, "%-34s %s\n", probe_usage(&scratch, p), probes[p].help);
	arena_free(&scratch);
}
