/*
 * tracepoint_syscall.c - payloads of system calls from lang/syscalls.def.
 *
 * Every argument occupies a register's 8 bytes in the payload, whatever its C type; only the bytes
 * of the C type mean anything, the upper ones are what the caller left there. So an `int fd` is
 * exposed as the low 4 bytes (the table is for little-endian kernels).
 */
#include "frontend/tracepoint_source.h"

#include <fnmatch.h>
#include <stdlib.h>

enum { NR_OFFSET = 8, ARGS_OFFSET = 16, SLOT_BYTES = 8 };

struct syscall_row {
	const char *name;
	const char *args;
};

static const struct syscall_row syscalls[] = {
#define SYSCALL(id, arguments) {#id, arguments},
#include "lang/syscalls.def"
};

/* C types of system-call arguments narrower than a register, or signed; others are unsigned 8. */
static const struct {
	const char *c_type;
	uint8_t size;
	bool is_signed;
} scalars[] = {
	{"int", 4, true},	   {"unsigned int", 4, false},
	{"unsigned", 4, false},	   {"u32", 4, false},
	{"__u32", 4, false},	   {"__s32", 4, true},
	{"pid_t", 4, true},	   {"uid_t", 4, false},
	{"gid_t", 4, false},	   {"qid_t", 4, false},
	{"clockid_t", 4, true},	   {"timer_t", 4, true},
	{"mqd_t", 4, true},	   {"key_t", 4, true},
	{"key_serial_t", 4, true}, {"rwf_t", 4, true},
	{"umode_t", 2, false},	   {"unsigned short", 2, false},
	{"short", 2, true},	   {"unsigned char", 1, false},
	{"u8", 1, false},	   {"u16", 2, false},
	{"s32", 4, true},	   {"long", 8, true},
	{"long long", 8, true},	   {"loff_t", 8, true},
	{"off_t", 8, true},	   {"s64", 8, true},
	{"ssize_t", 8, true},
};

/* Pointers behind a typedef. */
static const char *const pointers[] = {"cap_user_header_t", "cap_user_data_t"};

void syscall_narrow(struct tp_field *f)
{
	const struct sv konst = SV("const ");
	struct sv bare = f->c_type;

	if (sv_starts(bare, konst))
		bare = sv_from(bare, konst.n);
	f->kind = TP_INT;
	f->size = SLOT_BYTES;
	f->is_signed = false;
	if (memchr(bare.p, '*', bare.n)) {
		f->kind = TP_USER_PTR;
		f->is_string = sv_is(f->c_type, "const char *");
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(pointers); i++) {
		if (sv_is(bare, pointers[i]))
			f->kind = TP_USER_PTR;
	}
	for (size_t i = 0; i < ARRAY_SIZE(scalars); i++) {
		if (sv_is(bare, scalars[i].c_type)) {
			f->size = scalars[i].size;
			f->is_signed = scalars[i].is_signed;
		}
	}
	if (sv_starts(bare, SV("enum ")))
		f->size = 4;
}

/* "fd:int,buf:char *" into one field each. */
static void read_args(struct arena *a, const char *args, tp_fields *out)
{
	uint32_t offset = ARGS_OFFSET;

	while (*args) {
		size_t name = strcspn(args, ":");
		size_t type = strcspn(args + name + 1, ",");
		struct tp_field f = {
			.name = {args, name},
			.c_type = {args + name + 1, type},
			.offset = offset,
		};

		syscall_narrow(&f);
		vec_push(a, out, f);
		offset += SLOT_BYTES;
		args += name + 1 + type;
		args += *args == ',';
	}
}

static bool split_name(struct sv name, struct sv *call, bool *exit)
{
	const struct sv enter_prefix = SV("sys_enter_"), exit_prefix = SV("sys_exit_");

	*exit = sv_starts(name, exit_prefix);
	if (!*exit && !sv_starts(name, enter_prefix))
		return false;
	*call = sv_from(name, *exit ? exit_prefix.n : enter_prefix.n);
	return true;
}

static int compare_row(const void *key, const void *row)
{
	const struct sv *name = key;
	const struct syscall_row *r = row;
	int c = strncmp(name->p, r->name, name->n);

	return c ? c : -(r->name[name->n] != '\0');
}

bool syscall_format(struct arena *a, struct sv name, tp_fields *out)
{
	struct tp_field nr = {SV("__syscall_nr"), .kind = TP_INT,    .offset = NR_OFFSET,
			      .size = 4,	  .is_signed = true, .c_type = SV("int")};
	struct tp_field ret = {SV("ret"),	   .kind = TP_INT,    .offset = ARGS_OFFSET,
			       .size = SLOT_BYTES, .is_signed = true, .c_type = SV("long")};
	const struct syscall_row *row;
	struct sv call;
	bool exit;

	if (!split_name(name, &call, &exit) || memchr(call.p, '\0', call.n))
		return false;
	row = bsearch(&call, syscalls, ARRAY_SIZE(syscalls), sizeof(syscalls[0]), compare_row);
	if (!row)
		return false;
	vec_push(a, out, nr);
	if (exit)
		vec_push(a, out, ret);
	else
		read_args(a, row->args, out);
	return true;
}

void syscall_near(struct arena *a, struct nearest *n)
{
	struct sv call;
	bool exit;

	if (!split_name(n->want, &call, &exit))
		exit = sv_starts(n->want, SV("sys_ex"));
	for (size_t i = 0; i < ARRAY_SIZE(syscalls); i++)
		nearest_offer(n, sv_cstr(arena_printf(a, "%s%s", exit ? "sys_exit_" : "sys_enter_",
						      syscalls[i].name)));
}

int syscall_match(struct arena *a, const char *glob, const char ***names)
{
	VEC(const char *) all = {0};

	for (size_t i = 0; i < 2 * ARRAY_SIZE(syscalls); i++) {
		const char *name = arena_printf(a, "%s%s", i % 2 ? "sys_exit_" : "sys_enter_",
						syscalls[i / 2].name);

		if (fnmatch(glob, name, 0) == 0)
			vec_push(a, &all, name);
	}
	*names = all.v;
	return (int)all.n;
}
