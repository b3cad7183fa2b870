/*
 * lower_text.c - the bytes of strings: fetched, copied, measured.
 *
 * Text in a buffer has NULs behind it up to a multiple of 8, so that equal texts are equal words;
 * text that was cut fills its buffer. Words are little-endian, as on every machine that --arch
 * names.
 */
#include "frontend/lower_text.h"

enum { COMM_BYTES = 16, PAGE_BYTES = 4096 };

static uint32_t up8(uint32_t n)
{
	return (n + 7) & ~7u;
}

uint32_t text_room(uint32_t cap)
{
	return up8(cap + 2);
}

struct text text_buffer(struct lower *l, uint32_t cap, mir_val len)
{
	struct text r = {
		.form = TEXT_BUFFER, .cap = cap, .len = len, .ptr = ssa_slot(l, text_room(cap))};

	lower_zero(l, r.ptr, text_room(cap));
	return r;
}

uint32_t text_key_bytes(const struct type *type)
{
	return type->padded ? up8(type->cap) : text_room(type->cap);
}

/* Text in the context that whole words can be loaded from. */
static bool has_words(const struct text *t)
{
	return t->offset % 8 == 0 && t->cap % 8 == 0 && t->helper != HELPER_probe_read_kernel;
}

uint32_t text_record_bytes(const struct text *t)
{
	switch (t->form) {
	case TEXT_CONST:
		return up8(t->bytes.n ? (uint32_t)t->bytes.n : 1);
	case TEXT_BUFFER:
	case TEXT_COMM:
		return up8(t->cap ? t->cap : 1);
	case TEXT_PAYLOAD:
		return up8(t->cap + !has_words(t));
	case TEXT_READ:
		return text_room(t->cap);
	case TEXT_PARTS: /* made before it is stored */
		break;
	}
	return 0;
}

static void zero(struct lower *l, mir_val ptr, uint32_t offset, uint32_t bytes)
{
	if (bytes)
		lower_zero(l, lower_offset(l, ptr, offset), bytes);
}

static void copy(struct lower *l, mir_val to, uint32_t offset, mir_val from, uint32_t bytes)
{
	mir_val at[2];

	if (!bytes)
		return;
	at[0] = lower_offset(l, to, offset);
	at[1] = from;
	mir_append(&l->b,
		   (struct mir_inst){.op = MIR_OP_COPY, .args = at, .nargs = 2, .imm = bytes});
}

void text_may_have_nuls(struct lower *l)
{
	l->again |= !l->has_nuls;
	l->has_nuls = true;
}

struct text text_known(struct lower *l, struct sv s)
{
	if (s.n && memchr(s.p, 0, s.n))
		text_may_have_nuls(l);
	return (struct text){.form = TEXT_CONST, .bytes = s, .cap = (uint32_t)s.n};
}

int64_t text_word(struct sv s, uint32_t index)
{
	uint64_t w = 0;

	for (uint32_t i = 8; i-- > 0;)
		w = w << 8 | (8 * index + i < s.n ? (unsigned char)s.p[8 * index + i] : 0);
	return (int64_t)w;
}

bool text_comm_padded(const struct lower *l)
{
	return l->unit->kernel && kernel_has(l->unit->kernel, KERNEL_COMM_PADDED);
}

/* Calls a helper that fills `bytes` bytes at ptr + offset: f(ptr, size) or f(ptr, size, from). */
static mir_val fill(struct lower *l, enum helper helper, mir_val ptr, uint32_t offset,
		    uint32_t bytes, mir_val from)
{
	mir_val args[3] = {lower_offset(l, ptr, offset), mir_i64(&l->b, bytes), from};

	return mir_helper(&l->b, helper, MIR_T(I64), args, from.id ? 3 : 2);
}

/* ---- each form to memory: the bytes written ---- */

static uint32_t store_const(struct lower *l, const struct text *t, mir_val ptr, uint32_t offset)
{
	uint32_t words = up8((uint32_t)t->bytes.n) / 8;

	for (uint32_t i = 0; i < words; i++)
		mir_store(&l->b, ptr, mir_i64(&l->b, text_word(t->bytes, i)), offset + 8 * i);
	return 8 * words;
}

static void fill_comm(struct lower *l, mir_val ptr, uint32_t offset, enum text_to to)
{
	if (to == TEXT_TO_SLOT && !text_comm_padded(l))
		zero(l, ptr, offset, COMM_BYTES);
	fill(l, HELPER_get_current_comm, ptr, offset, COMM_BYTES, MIR_NO_VAL);
}

static uint32_t store_comm(struct lower *l, mir_val ptr, uint32_t offset, enum text_to to)
{
	if (l->comm_ready)
		copy(l, ptr, offset, l->comm, COMM_BYTES);
	else
		fill_comm(l, ptr, offset, to);
	return COMM_BYTES;
}

static uint32_t store_payload(struct lower *l, const struct text *t, mir_val ptr, uint32_t offset,
			      enum text_to to)
{
	uint32_t room = text_room(t->cap);
	struct text fetched;

	if (to == TEXT_TO_ZEROED) {
		fetched = text_fetch(l, t);
		copy(l, ptr, offset, fetched.ptr, up8(t->cap));
	} else if (t->helper == HELPER_probe_read_kernel) {
		if (to == TEXT_TO_SLOT)
			zero(l, ptr, offset, room);
		fill(l, t->helper, ptr, offset, t->cap, lower_offset(l, lower_ctx(l), t->offset));
	} else if (to == TEXT_TO_RECORD && has_words(t)) {
		for (uint32_t i = 0; i < t->cap; i += 8)
			mir_store(&l->b, ptr,
				  mir_load(&l->b, MIR_T(I64), lower_ctx(l), t->offset + i),
				  offset + i);
	} else {
		if (to == TEXT_TO_SLOT)
			zero(l, ptr, offset, room);
		fill(l, t->helper, ptr, offset, t->cap + 1,
		     lower_offset(l, lower_ctx(l), t->offset));
	}
	return room;
}

/* Where the program may wait for it, memory of the process is brought in before its text is read: a
 * byte of each page that the text may be in. */
static void bring_in(struct lower *l, mir_val addr, uint32_t bytes)
{
	mir_val slot = ssa_slot(l, 8);

	for (uint32_t at = 0; at < bytes; at += PAGE_BYTES)
		fill(l, HELPER_copy_from_user, slot, 0, 1,
		     mir_binary(&l->b, MIR_OP_ADD, addr, mir_i64(&l->b, at)));
	fill(l, HELPER_copy_from_user, slot, 0, 1,
	     mir_binary(&l->b, MIR_OP_ADD, addr, mir_i64(&l->b, bytes - 1)));
}

static mir_val fetch(struct lower *l, const struct text *t, mir_val ptr, uint32_t offset,
		     uint32_t bytes)
{
	if (t->helper == HELPER_probe_read_user_str && lower_may_sleep(l))
		bring_in(l, t->addr, bytes);
	return fill(l, t->helper, ptr, offset, bytes, t->addr);
}

/* Where the result may be 0, which is no fault, its sign is what is added: a branch less for the
 * kernel's verifier to follow. */
static void count_fault(struct lower *l, uint32_t site, mir_val result)
{
	struct mir_inst count = {.op = MIR_OP_COUNT, .ref = site};
	mir_val sign;

	if (result.id) {
		sign = mir_binary(&l->b, MIR_OP_LSHR, result, mir_i64(&l->b, 63));
		count.args = &sign;
		count.nargs = 1;
	}
	mir_append(&l->b, count);
}

/* Reads more than the capacity, so that a length above it shows a text that was cut, but where
 * there is no more. The helper zeroes the buffer when it faults. */
static mir_val store_read(struct lower *l, const struct text *t, mir_val ptr, uint32_t offset)
{
	bool is_bytes = t->helper == HELPER_probe_read_kernel ||
			t->helper == HELPER_probe_read_user || t->helper == HELPER_copy_from_user;
	uint32_t bytes = is_bytes ? t->cap : t->whole ? t->cap + 1 : text_room(t->cap);
	mir_val result = fetch(l, t, ptr, offset, bytes);
	mir_val len = is_bytes ? mir_i64(&l->b, t->cap)
			       : mir_binary(&l->b, MIR_OP_SUB, result, mir_i64(&l->b, 1));
	mir_val none = mir_i64(&l->b, 0);
	mir_block fault = ssa_block_new(l), done = ssa_block_new(l);
	/* Kernels before 6.13 give 0, not 1, for an empty text of user space
	 * (strncpy_from_user_nofault, mm/maccess.c). */
	bool may_be_zero = t->helper == HELPER_probe_read_user_str;
	mir_val least = may_be_zero ? mir_i64(&l->b, 1) : none, phi;

	mir_branch(&l->b, mir_binary(&l->b, MIR_OP_SLT, result, least), fault, done);
	phi = mir_phi(l->f, done, MIR_T(I64), l->b.at);
	mir_phi_add(l->f, phi, len);
	ssa_start(l, fault);
	count_fault(l, t->site, may_be_zero ? result : MIR_NO_VAL);
	mir_jump(&l->b, done);
	mir_phi_add(l->f, phi, is_bytes ? len : none);
	ssa_start(l, done);
	return phi;
}

/* The length of text that may have been cut at `t->cap` bytes, for a place of `cap`: a cut text
 * keeps a length above it. In a key nothing may tell two texts apart that were cut at the same
 * bytes. */
static mir_val length_of_cut(struct lower *l, const struct text *t, uint32_t cap, mir_val len,
			     mir_val ptr, uint32_t offset, enum text_to to)
{
	mir_val cut;

	if (to == TEXT_TO_ZEROED) {
		uint32_t at = t->cap;

		for (; at % 8; at++)
			mir_store(&l->b, ptr, mir_const(&l->b, MIR_T(I8), 0), offset + at);
		if (t->form == TEXT_READ)
			zero(l, ptr, offset + at, text_room(t->cap) - at);
	} else if (t->cap == cap) {
		return len;
	}
	cut = mir_binary(&l->b, MIR_OP_ULT, mir_i64(&l->b, t->cap), len);
	return lower_select(l, cut, mir_i64(&l->b, (int64_t)cap + 1), len);
}

mir_val text_store(struct lower *l, const struct text *t, uint32_t cap, mir_val ptr,
		   uint32_t offset, enum text_to to)
{
	mir_val len = t->len;
	struct text made;
	uint32_t bytes = 0;

	switch (t->form) {
	case TEXT_CONST:
		bytes = store_const(l, t, ptr, offset);
		len = mir_i64(&l->b, (int64_t)t->bytes.n);
		break;
	case TEXT_BUFFER:
		bytes = up8(t->cap);
		copy(l, ptr, offset, t->ptr, bytes);
		break;
	case TEXT_COMM:
		bytes = store_comm(l, ptr, offset, to);
		break;
	case TEXT_PAYLOAD:
		bytes = store_payload(l, t, ptr, offset, to);
		if (t->helper == HELPER_probe_read_kernel)
			len = mir_i64(&l->b, t->cap);
		break;
	case TEXT_READ:
		bytes = text_room(t->cap);
		if (to == TEXT_TO_SLOT)
			zero(l, ptr, offset, bytes);
		len = store_read(l, t, ptr, offset);
		break;
	case TEXT_PARTS:
		made = text_make(l, t);
		return text_store(l, &made, cap, ptr, offset, to);
	}
	if (to == TEXT_TO_SLOT)
		zero(l, ptr, offset + bytes, text_room(cap) - bytes);
	if (t->form == TEXT_READ || (t->form == TEXT_BUFFER && len.id))
		len = length_of_cut(l, t, cap, len, ptr, offset, to);
	return len;
}

/* The slot of the command name, filled at the first place of a path that needs it. */
static struct text fetch_comm(struct lower *l)
{
	if (!l->comm.id)
		l->comm = ssa_slot(l, COMM_BYTES);
	if (!l->comm_ready)
		fill_comm(l, l->comm, 0, TEXT_TO_SLOT);
	l->comm_ready = true;
	return (struct text){.form = TEXT_BUFFER, .ptr = l->comm, .cap = COMM_BYTES};
}

struct text text_fetch(struct lower *l, const struct text *t)
{
	struct text r = {.form = TEXT_BUFFER, .cap = t->cap}, made;

	if (t->form == TEXT_PARTS) {
		made = text_make(l, t);
		return text_fetch(l, &made);
	}
	if (t->form == TEXT_COMM)
		return fetch_comm(l);
	if (t->form == TEXT_BUFFER && !t->shared)
		return *t;
	r.ptr = ssa_slot(l, text_room(t->cap));
	r.len = text_store(l, t, t->cap, r.ptr, 0, TEXT_TO_SLOT);
	return r;
}

/* ---- length ---- */

/* The lowest NUL byte of a word has the lowest bit of (w - 0x01…) & ~w & 0x80… (Warren, Hacker's
 * Delight, 6-1); which byte it is, is that bit's position over 8. */
static mir_val first_nul(struct lower *l, mir_val word, mir_val *found)
{
	struct mir_builder *b = &l->b;
	mir_val less = mir_binary(b, MIR_OP_SUB, word, mir_i64(b, 0x0101010101010101));
	mir_val inverse = mir_unary(b, MIR_OP_NOT, MIR_T(I64), word);
	mir_val top = mir_i64(b, INT64_C(0x7f7f7f7f7f7f7f7f) ^ -1);
	mir_val marks = mir_binary(b, MIR_OP_AND, mir_binary(b, MIR_OP_AND, less, inverse), top);
	mir_val lowest =
		mir_binary(b, MIR_OP_AND, marks, mir_binary(b, MIR_OP_SUB, mir_i64(b, 0), marks));

	*found = mir_binary(b, MIR_OP_NE, marks, mir_i64(b, 0));
	return mir_binary(b, MIR_OP_LSHR, mir_unary(b, MIR_OP_LOG2, MIR_T(I64), lowest),
			  mir_i64(b, 3));
}

mir_val text_length(struct lower *l, const struct text *t)
{
	struct text at;
	mir_val len;

	if (t->form == TEXT_CONST)
		return mir_i64(&l->b, (int64_t)t->bytes.n);
	at = text_fetch(l, t);
	if (at.len.id)
		return at.len;
	len = mir_i64(&l->b, at.cap);
	for (uint32_t i = up8(at.cap) / 8; i-- > 0;) {
		mir_val word = mir_load(&l->b, MIR_T(I64), at.ptr, 8 * i), found;
		mir_val byte = first_nul(l, word, &found);

		byte = mir_binary(&l->b, MIR_OP_ADD, byte, mir_i64(&l->b, 8 * i));
		len = lower_select(l, found, byte, len);
	}
	return len;
}
