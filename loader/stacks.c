/*
 * stacks.c - stacks by their numbers: frames out of the kernel's map, with names.
 */
#include "loader/stacks.h"
#include "loader/decode.h"
#include "loader/render_text.h"
#include "runtime/manifest.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

enum { NAME_MAX_BYTES = 1024, FRAME_OVERHEAD = 10 };

struct known_stack {
	uint64_t number;
	struct wire_stack *raw;	   /* NULL: it is not in the map */
	struct user_place *places; /* of user space: one per frame */
	bool is_named;
	bool has_builds;   /* frames are known by build ids */
	bool was_searched; /* for their files */
	struct stack stack;
};

void stacks_open(struct stacks *s, struct arena *a, const struct bpf_map *map,
		 struct kernel_symbols *kernel)
{
	*s = (struct stacks){.arena = a, .kernel = kernel, .map_fd = -1};
	s->user.arena = a;
	s->numbers.arena = a;
	if (!map)
		return;
	s->map_fd = bpf_map__fd(map);
	s->value_bytes = bpf_map__value_size(map);
	s->value = arena_alloc(a, s->value_bytes, 8);
}

void stacks_search(struct stacks *s)
{
	s->user.searches = true;
}

void stacks_close(struct stacks *s)
{
	user_symbols_close(&s->user);
}

static struct sv number_key(const uint64_t *number)
{
	return (struct sv){(const char *)number, sizeof(*number)};
}

/* The stack's frames, as many as are there. */
static struct wire_stack *read_raw(struct stacks *s, uint64_t number)
{
	struct wire_stack *raw;
	uint32_t most;

	if (s->map_fd < 0 || s->value_bytes < offsetof(struct wire_stack, frames) ||
	    bpf_map_lookup_elem(s->map_fd, &number, s->value))
		return NULL;
	raw = arena_new(s->arena, struct wire_stack);
	memcpy(raw, s->value, s->value_bytes < sizeof(*raw) ? s->value_bytes : sizeof(*raw));
	most = (s->value_bytes - (uint32_t)offsetof(struct wire_stack, frames)) / 8;
	most = most < WIRE_STACK_FRAMES ? most : WIRE_STACK_FRAMES;
	raw->nframes = raw->nframes < most ? raw->nframes : most;
	return raw;
}

/* The kernel takes an address that lies in no mapping for one before the next: of those the offset
 * is that of no file. */
static bool is_known(const struct wire_build_frame *f)
{
	enum { ADDRESS_BITS = 47 };

	return f->status == WIRE_BUILD_KNOWN && !(f->offset >> ADDRESS_BITS);
}

/* Of frames whose file could not be opened, because their process was ending. */
static void take_builds(struct stacks *s, struct known_stack *k,
			const struct wire_build_frame *frames, uint32_t nframes)
{
	for (uint32_t i = 0; i < nframes && i < k->raw->nframes; i++) {
		struct user_place *place = &k->places[i];

		if (place->module || !is_known(&frames[i]))
			continue;
		user_symbols_of_build(&s->user, place, frames[i].id, frames[i].offset);
		k->has_builds = true;
	}
}

static void find_places(struct stacks *s, struct known_stack *k,
			const struct wire_build_frame *frames, uint32_t nframes)
{
	const struct wire_stack *raw = k->raw;
	bool is_there = user_symbols_look(&s->user, raw->process, raw->time);

	k->places = arena_array(s->arena, struct user_place, raw->nframes + 1);
	for (uint32_t i = 0; i < raw->nframes; i++) {
		k->places[i].offset = raw->frames[i];
		if (is_there)
			k->places[i] = user_symbols_place(&s->user, raw->frames[i]);
	}
	take_builds(s, k, frames, nframes);
}

static struct known_stack *know(struct stacks *s, uint64_t number,
				const struct wire_build_frame *frames, uint32_t nframes)
{
	uint32_t at = symmap_get(&s->numbers, number_key(&number), UINT32_MAX);
	struct known_stack *k = at == UINT32_MAX ? NULL : s->known.v[at];

	if (k)
		return k;
	k = arena_new(s->arena, struct known_stack);
	k->number = number;
	k->raw = read_raw(s, number);
	k->stack.is_user = k->raw && k->raw->process;
	if (k->stack.is_user)
		find_places(s, k, frames, nframes);
	symmap_put(&s->numbers, number_key(&k->number), s->known.n);
	vec_push(s->arena, &s->known, k);
	return k;
}

void stacks_meet(void *stacks, uint64_t number, const struct wire_build_frame *frames,
		 uint32_t nframes)
{
	know(stacks, number, frames, nframes);
}

/* ---- names ---- */

struct naming {
	struct stacks *s;
	VEC(struct stack_frame) frames;
	size_t bytes;
};

/* A name as it can be shown: what is longer ends in "…". */
static struct sv readable(struct naming *n, struct sv name)
{
	struct buf b = {.arena = n->s->arena};
	bool cut = name.n > NAME_MAX_BYTES;

	if (cut)
		name.n = NAME_MAX_BYTES;
	text_safe(&b, name, false);
	if (cut)
		buf_puts(&b, "…");
	return (struct sv){b.p ? b.p : "", b.n};
}

/* The frame, unless there is no room for it: a last one then says so. */
static void add_frame(struct naming *n, struct sv name, struct sv text)
{
	size_t bytes = text.n + FRAME_OVERHEAD;

	if (n->bytes == STACK_TEXT_MAX)
		return;
	if (n->bytes + bytes > STACK_TEXT_MAX - NAME_MAX_BYTES) {
		name = text = SV("…");
		n->bytes = STACK_TEXT_MAX;
	} else {
		n->bytes += bytes;
	}
	vec_push(n->s->arena, &n->frames, ((struct stack_frame){name, text}));
}

static struct sv with_offset(struct naming *n, struct sv name, uint64_t offset)
{
	const char *text = arena_printf(n->s->arena, SV_FMT "+0x%llx", SV_ARG(name),
					(unsigned long long)offset);

	return sv_cstr(text);
}

static void add_address(struct naming *n, uint64_t address)
{
	struct sv text = sv_cstr(arena_printf(n->s->arena, "0x%llx", (unsigned long long)address));

	add_frame(n, text, text);
}

static void take_user_name(void *arg, const char *name, bool is_inlined, uint64_t offset)
{
	struct naming *n = arg;
	struct sv shown = readable(n, sv_cstr(name));
	struct sv text = shown;

	if (is_inlined)
		text = sv_cstr(arena_printf(n->s->arena, SV_FMT " (inlined)", SV_ARG(shown)));
	else
		text = with_offset(n, shown, offset);
	add_frame(n, shown, text);
}

static void name_user(struct naming *n, const struct user_place *place, bool is_return)
{
	struct sv text;

	if (user_symbols_name(&n->s->user, place, is_return, take_user_name, n))
		return;
	if (!place->name.n) {
		add_address(n, place->offset);
		return;
	}
	text = with_offset(n, readable(n, user_symbols_file(&n->s->user, place)), place->offset);
	add_frame(n, text, text);
}

static void name_kernel(struct naming *n, uint64_t address, bool is_return)
{
	struct sv name;
	uint64_t offset;

	if (!kernel_symbols_find(n->s->kernel, address - is_return, &name, &offset)) {
		add_address(n, address);
		return;
	}
	name = readable(n, name);
	add_frame(n, name, with_offset(n, name, offset + is_return));
}

static void name_all(struct stacks *s, struct known_stack *k)
{
	struct naming n = {.s = s};

	k->is_named = true;
	k->was_searched = s->user.searches;
	for (uint32_t i = 0; k->raw && i < k->raw->nframes; i++) {
		/* All but the innermost are where a call returns to. */
		if (k->stack.is_user)
			name_user(&n, &k->places[i], i > 0);
		else
			name_kernel(&n, k->raw->frames[i], i > 0);
	}
	if (!k->raw) {
		struct sv text = sv_cstr(arena_printf(s->arena, "[unknown stack %016llx]",
						      (unsigned long long)k->number));

		add_frame(&n, text, text);
	}
	k->stack.frames = n.frames.v;
	k->stack.nframes = n.frames.n;
}

const struct stack *stacks_get(void *stacks, uint64_t number)
{
	struct stacks *s = stacks;
	struct known_stack *k = know(s, number, NULL, 0);

	if (!k->is_named || (k->has_builds && !k->was_searched && s->user.searches))
		name_all(s, k);
	return &k->stack;
}
