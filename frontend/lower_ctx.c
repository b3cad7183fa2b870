/*
 * lower_ctx.c - fields of $ctx: helpers, registers, raw arguments, the payload of tracepoints.
 */
#include "frontend/lower_path.h"
#include "frontend/lower_text.h"

#include <inttypes.h>

enum { REG_RETURN = -1, REG_IP = -2, REGS_END = -3 };

/* Offset of argument n, or of one of those above, in what the program's context is: struct
 * pt_regs of arch/x86/include/uapi/asm/ptrace.h, struct user_pt_regs of
 * arch/arm64/include/uapi/asm/ptrace.h. */
static int64_t register_at(const char *arch, int n)
{
	static const uint8_t x86[] = {112, 104, 96, 88, 72, 64}; /* di si dx cx r8 r9 */

	if (strcmp(arch, "x86_64") == 0)
		return n >= 0		 ? x86[n]
		       : n == REG_RETURN ? 80 /* ax */
		       : n == REG_IP	 ? 128
					 : 168;
	return n >= 0 ? 8 * n : n == REG_RETURN ? 0 : n == REG_IP ? 256 : 272;
}

static mir_val bits_of(struct lower *l, mir_val v, const struct ctx_field *f)
{
	struct mir_builder *b = &l->b;

	if (f->shift)
		v = mir_binary(b, MIR_OP_LSHR, v, mir_i64(b, f->shift));
	if (f->bits < 64) {
		int64_t mask = (INT64_C(1) << f->bits) - 1;
		struct interval r = lower_interval(l, v);

		if (r.low < 0 || r.high > mask)
			v = mir_binary(b, MIR_OP_AND, v, mir_i64(b, mask));
	}
	return v;
}

mir_val lower_load_int(struct lower *l, mir_val ptr, uint32_t offset, uint32_t bytes,
		       bool is_signed)
{
	mir_val v = mir_load(&l->b, mir_int(bytes), ptr, offset);

	if (bytes == 8)
		return v;
	return mir_unary(&l->b, is_signed ? MIR_OP_SEXT : MIR_OP_ZEXT, MIR_T(I64), v);
}

/* Text whose place in the payload stands in the payload: __data_loc. */
static struct text data_loc(struct lower *l, const struct ctx_field *f)
{
	struct mir_builder *b = &l->b;
	mir_val loc = mir_load(b, MIR_T(I32), lower_ctx(l), f->payload->offset), at[2];

	loc = mir_unary(b, MIR_OP_ZEXT, MIR_T(I64), loc);
	loc = mir_binary(b, MIR_OP_AND, loc, mir_i64(b, 0xffff));
	at[0] = lower_ctx(l);
	at[1] = mir_append(
		b, (struct mir_inst){.op = MIR_OP_BOUND, .args = &loc, .nargs = 1, .imm = 65536});
	at[0] = mir_append(b, (struct mir_inst){.op = MIR_OP_INDEX,
						.type = mir_ptr(MIR_SPACE_CTX, 0),
						.args = at,
						.nargs = 2,
						.imm = 1});
	return (struct text){.form = TEXT_READ,
			     .cap = f->type->cap,
			     .helper = HELPER_probe_read_kernel_str,
			     .addr = at[0],
			     .site = lower_site(l, MIR_SITE_FAULT, "the text could not be read")};
}

static struct rt payload(struct lower *l, const struct ctx_field *f)
{
	const struct tp_field *p = f->payload;
	struct text t = {.form = TEXT_PAYLOAD, .cap = f->type->cap, .offset = p->offset};
	mir_val v;

	switch (p->kind) {
	case TP_INT:
	case TP_USER_PTR:
	case TP_KERNEL_PTR:
		return rt_number(f->type,
				 lower_load_int(l, lower_ctx(l), p->offset, p->size, p->is_signed));
	case TP_BOOL:
		v = mir_load(&l->b, MIR_T(I8), lower_ctx(l), p->offset);
		return rt_bool(l, mir_binary(&l->b, MIR_OP_NE, v, mir_const(&l->b, MIR_T(I8), 0)));
	case TP_CHARS:
		t.helper = HELPER_probe_read_kernel_str;
		return rt_text(l, f->type, t);
	case TP_BYTES:
		t.helper = HELPER_probe_read_kernel;
		return rt_text(l, f->type, t);
	case TP_DATA_LOC:
		return rt_text(l, f->type, data_loc(l, f));
	}
	NB_BUG("no payload of kind %d", p->kind);
}

/* A value in 64 bits, of which those above its size mean nothing. */
static struct rt narrowed(struct lower *l, const struct ctx_field *f, mir_val v)
{
	struct mir_type t = mir_int(f->size);

	if (f->size == 0 || f->size == 8)
		return rt_number(f->type, v);
	v = mir_unary(&l->b, MIR_OP_TRUNC, t, v);
	if (f->type->kind == TYPE_BOOL)
		return rt_bool(l, mir_binary(&l->b, MIR_OP_NE, v, mir_const(&l->b, t, 0)));
	return rt_number(f->type,
			 mir_unary(&l->b, f->is_signed ? MIR_OP_SEXT : MIR_OP_ZEXT, MIR_T(I64), v));
}

/* A system call's wrapper has one argument, the registers of its caller
 * (arch/x86/include/asm/syscall_wrapper.h, arch/arm64/include/asm/syscall_wrapper.h). */
static mir_val caller_register(struct lower *l, uint32_t n)
{
	static const uint8_t x86[] = {112, 104, 96, 56, 72, 64}; /* di si dx r10 r8 r9 */
	int64_t at = strcmp(l->unit->arch, "x86_64") == 0 ? x86[n] : 8 * (int64_t)n;
	mir_val slot = ssa_slot(l, 8), args[3];

	args[0] = slot;
	args[1] = mir_i64(&l->b, 8);
	args[2] = mir_load(&l->b, MIR_T(I64), lower_ctx(l), register_at(l->unit->arch, 0));
	args[2] = mir_binary(&l->b, MIR_OP_ADD, args[2], mir_i64(&l->b, at));
	mir_helper(&l->b, HELPER_probe_read_kernel, MIR_T(I64), args, 3);
	return mir_load(&l->b, MIR_T(I64), slot, 0);
}

/* "main+4" of a uprobe, "0x1f" where it has no name. */
static struct sv function_of(struct lower *l)
{
	const struct target *t = &l->program->target;
	const char *name = t->name ? t->name : "";

	if (!t->offset)
		return sv_cstr(name);
	return sv_cstr(arena_printf(l->arena, "%s%s0x%" PRIx64, name, *name ? "+" : "", t->offset));
}

struct rt lower_ctx_field(struct lower *l, const struct path_member *m, uint32_t n, uint32_t *taken)
{
	struct mir_builder *b = &l->b;
	struct ctx_field f;
	mir_val ctx;
	struct rt r;

	*taken = ctx_find(l->unit, l->program, m, n, &f);
	if (!*taken)
		NB_BUG("context field '" SV_FMT "' was checked and is not there", SV_ARG(m->name));
	/* Helpers say the same in every program. */
	if (f.access != CTX_HELPER && f.access != CTX_BUFFER)
		lower_caller(l);
	switch (f.access) {
	case CTX_HELPER:
		r = rt_number(f.type, bits_of(l, mir_helper(b, f.helper, MIR_T(I64), NULL, 0), &f));
		if (f.helper == HELPER_get_current_task_btf)
			lower_trust(l, &r, false);
		return r;
	case CTX_BUFFER:
		return rt_text(l, f.type, (struct text){.form = TEXT_COMM, .cap = f.size});
	case CTX_CTXHELPER:
		ctx = lower_ctx(l);
		return rt_number(f.type, mir_helper(b, f.helper, MIR_T(I64), &ctx, 1));
	case CTX_RETREG:
		l->reads_registers = true;
		return narrowed(l, &f,
				mir_load(b, MIR_T(I64), lower_ctx(l),
					 register_at(l->unit->arch, REG_RETURN)));
	case CTX_IPREG:
		l->reads_registers = true;
		return rt_number(f.type, mir_load(b, MIR_T(I64), lower_ctx(l),
						  register_at(l->unit->arch, REG_IP)));
	case CTX_BEHIND:
		l->reads_registers = true;
		return rt_number(f.type, mir_load(b, MIR_T(I64), lower_ctx(l),
						  register_at(l->unit->arch, REGS_END) + f.shift));
	case CTX_ARGREG:
		l->reads_registers = true;
		return narrowed(l, &f,
				mir_load(b, MIR_T(I64), lower_ctx(l),
					 register_at(l->unit->arch, (int)f.n)));
	case CTX_SYSARG:
		l->reads_registers = true;
		return narrowed(l, &f, caller_register(l, f.n));
	case CTX_ITERARG:
		return narrowed(l, &f, lower_iter_arg(l, f.n));
	case CTX_USDTARG:
		return lower_usdt_arg(l, f.type, f.n);
	case CTX_RAWARG:
		r = narrowed(l, &f, mir_load(b, MIR_T(I64), lower_ctx(l), 8 * (int64_t)f.n));
		if (probe_is_typed(l->program->target.probe))
			lower_trust(l, &r, f.may_be_null);
		return r;
	case CTX_PAYLOAD:
		return payload(l, &f);
	case CTX_FRAMES:
		return lower_stack(l, f.type, f.size);
	case CTX_FUNCTION:
		return rt_text(l, f.type, text_known(l, function_of(l)));
	case CTX_PLACE:
		return lower_place(l, &f);
	case CTX_LABEL:
		return rt_text(l, f.type, text_known(l, sv_cstr(l->program->label)));
	}
	NB_BUG("no access %d to a context field", f.access);
}
