/* types.c - see types.h. Types are interned by their printed form with every bound. */
#include "lang/types.h"

static const char *const kind_names[TYPE_KINDS] = {
	[TYPE_ERROR] = "error",	      [TYPE_NOTHING] = "nothing", [TYPE_BOOL] = "bool",
	[TYPE_INT] = "int",	      [TYPE_U64] = "u64",	  [TYPE_DURATION] = "duration",
	[TYPE_FILESIZE] = "filesize", [TYPE_FLOAT] = "float",	  [TYPE_STRING] = "string",
	[TYPE_BINARY] = "binary",     [TYPE_LIST] = "list",	  [TYPE_RECORD] = "record",
	[TYPE_RANGE] = "range",	      [TYPE_CLOSURE] = "closure", [TYPE_KSYM] = "symbol address",
	[TYPE_PTR] = "address",	      [TYPE_STRUCT] = "struct",	  [TYPE_CTX] = "probe context",
	[TYPE_ANY] = "any",	      [TYPE_STACK] = "stack",
};

/* Quoted when it is not a plain word, so that the printed form identifies the type. */
static void print_name(struct buf *b, struct sv name)
{
	bool plain = name.n > 0;

	for (size_t i = 0; i < name.n; i++)
		plain &= name.p[i] == '_' || name.p[i] == '-' || (name.p[i] >= '0' && name.p[i] <= '9') ||
			 ((name.p[i] | 32) >= 'a' && (name.p[i] | 32) <= 'z');
	if (plain)
		buf_write(b, name.p, name.n);
	else
		buf_quoted(b, name);
}

static void print_fields(struct buf *b, const struct type *t, bool bounds)
{
	for (uint32_t i = 0; i < t->nfields; i++) {
		buf_puts(b, i ? ", " : "");
		print_name(b, t->fields[i].name);
		buf_puts(b, ": ");
		type_print(b, t->fields[i].type, bounds);
	}
}

void type_print(struct buf *b, const struct type *t, bool bounds)
{
	static const char *const spaces[] = {"kernel ", "user ", ""};

	if (t->kind == TYPE_PTR)
		buf_puts(b, spaces[t->space]);
	buf_puts(b, t->is_union ? "union" : kind_names[t->kind]);
	if (t->kind == TYPE_STRUCT && t->tag.n)
		buf_printf(b, " " SV_FMT, SV_ARG(t->tag));
	else if (t->kind == TYPE_STRUCT)
		buf_printf(b, " #%u", t->btf_id);
	if (t->kind == TYPE_RECORD || t->elem) {
		buf_putc(b, '<');
		if (t->elem)
			type_print(b, t->elem, bounds);
		else
			print_fields(b, t, bounds);
		buf_putc(b, '>');
	}
	if (bounds && t->kind == TYPE_PTR && t->btf_id)
		buf_printf(b, "[#%u]", t->btf_id);
	if (bounds && t->is_kernel && t->btf_id)
		buf_printf(b, "[" SV_FMT " #%u]", SV_ARG(t->tag), t->btf_id);
	else if (bounds && t->is_kernel)
		buf_puts(b, "[kernel]");
	if (bounds && (t->kind == TYPE_STRING || t->kind == TYPE_BINARY || t->kind == TYPE_LIST))
		buf_printf(b, "[%u%s]", t->cap, t->padded ? " padded" : "");
	if (t->nullable)
		buf_putc(b, '?');
}

const char *type_name(struct arena *a, const struct type *t)
{
	struct buf b = {.arena = a};

	type_print(&b, t, false);
	return b.p;
}

static const struct type *intern(struct type_table *t, const struct type *proto)
{
	struct buf b = {.arena = t->arena};
	struct type *copy;
	uint32_t at;

	type_print(&b, proto, true);
	t->index.arena = t->arena;
	at = symmap_get(&t->index, (struct sv){b.p, b.n}, UINT32_MAX);
	if (at != UINT32_MAX)
		return t->all.v[at];
	copy = arena_new(t->arena, struct type);
	*copy = *proto;
	if (proto->nfields) {
		struct type_field *f = arena_array(t->arena, struct type_field, proto->nfields);

		memcpy(f, proto->fields, sizeof(*f) * proto->nfields);
		copy->fields = f;
	}
	symmap_put(&t->index, (struct sv){b.p, b.n}, t->all.n);
	vec_push(t->arena, &t->all, copy);
	return copy;
}

const struct type *type_of(struct type_table *t, enum type_kind kind)
{
	return intern(t, &(struct type){.kind = kind});
}

const struct type *type_string(struct type_table *t, uint32_t cap, bool padded)
{
	return intern(t, &(struct type){.kind = TYPE_STRING, .cap = cap, .padded = padded});
}

const struct type *type_binary(struct type_table *t, uint32_t cap)
{
	return intern(t, &(struct type){.kind = TYPE_BINARY, .cap = cap});
}

const struct type *type_list(struct type_table *t, const struct type *elem, uint32_t cap)
{
	return intern(t, &(struct type){.kind = TYPE_LIST, .elem = elem, .cap = cap});
}

const struct type *type_ptr(struct type_table *t, enum type_space space, const struct type *elem)
{
	return intern(t, &(struct type){.kind = TYPE_PTR, .space = space, .elem = elem});
}

const struct type *type_ptr_to(struct type_table *t, enum type_space space, uint32_t btf_id)
{
	return intern(t, &(struct type){.kind = TYPE_PTR, .space = space, .btf_id = btf_id});
}

const struct type *type_struct(struct type_table *t, struct sv tag, bool is_union, uint32_t btf_id)
{
	return intern(t, &(struct type){.kind = TYPE_STRUCT,
					.tag = tag,
					.is_union = is_union,
					.btf_id = btf_id});
}

const struct type *type_kernel_number(struct type_table *t, enum type_kind kind, struct sv tag,
				      uint32_t btf_id)
{
	return intern(t, &(struct type){
				 .kind = kind, .tag = tag, .btf_id = btf_id, .is_kernel = true});
}

const struct type *type_record(struct type_table *t, const struct type_field *f, uint32_t n)
{
	return intern(t, &(struct type){.kind = TYPE_RECORD, .fields = f, .nfields = n});
}

const struct type *type_nullable(struct type_table *t, const struct type *of, bool nullable)
{
	struct type proto = *of;

	if (of->nullable == nullable || of->kind == TYPE_NOTHING || of->kind == TYPE_ERROR)
		return of;
	proto.nullable = nullable;
	return intern(t, &proto);
}

static const struct type *join_records(struct type_table *t, const struct type *a,
				       const struct type *b)
{
	struct type_field *f;

	if (a->nfields != b->nfields)
		return NULL;
	f = arena_array(t->arena, struct type_field, a->nfields);
	for (uint32_t i = 0; i < a->nfields; i++) {
		if (!sv_eq(a->fields[i].name, b->fields[i].name))
			return NULL;
		f[i].name = a->fields[i].name;
		f[i].type = type_join(t, a->fields[i].type, b->fields[i].type);
		if (!f[i].type)
			return NULL;
	}
	return type_record(t, f, a->nfields);
}

const struct type *type_join(struct type_table *t, const struct type *a, const struct type *b)
{
	bool nullable = a->nullable || b->nullable;
	const struct type *r = NULL;
	uint32_t cap = a->cap > b->cap ? a->cap : b->cap;

	if (a == b)
		return a;
	if (a->kind == TYPE_ERROR || b->kind == TYPE_ERROR)
		return a->kind == TYPE_ERROR ? a : b;
	if (a->kind == TYPE_NOTHING)
		return type_nullable(t, b, true);
	if (b->kind == TYPE_NOTHING)
		return type_nullable(t, a, true);
	if (type_is_unsigned(a) && type_is_unsigned(b) && a->kind != b->kind)
		r = type_of(t, TYPE_U64);
	else if (a->kind != b->kind)
		return NULL;
	else if (a->kind == TYPE_STRING)
		r = type_string(t, cap, a->padded && b->padded && a->cap == b->cap);
	else if (a->kind == TYPE_BINARY)
		r = type_binary(t, cap);
	else if (a->kind == TYPE_RECORD)
		r = join_records(t, a, b);
	else if (a->kind == TYPE_LIST) {
		const struct type *elem = a->elem && b->elem ? type_join(t, a->elem, b->elem)
					  : a->elem	     ? a->elem
							     : b->elem;

		if (a->elem && b->elem && !elem)
			return NULL;
		r = type_list(t, elem, cap);
	} else if (a->kind == TYPE_PTR) {
		r = a->elem == b->elem && a->space == b->space && a->btf_id == b->btf_id
			    ? type_nullable(t, a, false)
			    : type_ptr(t, a->space == b->space ? a->space : SPACE_UNKNOWN, NULL);
	} else if (a->is_kernel && b->is_kernel && a->btf_id == b->btf_id) {
		r = type_nullable(t, a, false);
	} else {
		r = type_of(t, a->kind);
	}
	return r && nullable ? type_nullable(t, r, true) : r;
}

bool type_is_unsigned(const struct type *t)
{
	return t->kind == TYPE_U64 || t->kind == TYPE_KSYM || t->kind == TYPE_PTR;
}

bool type_is_number(const struct type *t)
{
	return t->kind == TYPE_INT || t->kind == TYPE_DURATION || t->kind == TYPE_FILESIZE ||
	       type_is_unsigned(t);
}

bool type_is_word(const struct type *t)
{
	return t->kind == TYPE_STACK || type_is_number(t);
}

const struct type_field *type_field(const struct type *t, struct sv name)
{
	for (uint32_t i = 0; i < t->nfields; i++)
		if (sv_eq(t->fields[i].name, name))
			return &t->fields[i];
	return NULL;
}
