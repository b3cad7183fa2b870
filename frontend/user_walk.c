/* user_walk.c - see user_walk.h. */
#include "frontend/user_walk.h"
#include "frontend/user_dwarf.h"

enum { DEPTH_MAX = 16, DIMENSIONS_MAX = 8, ENUMERATORS_MAX = 4096 };

/* A member, where it is from the start of the structure that was asked. */
struct found {
	Dwarf_Die die;
	uint64_t offset; /* bytes; of a bit field: of what holds it */
};

/* The records under another one, one after the other; those of what lies in it are of the same
 * `left`, which says how many more are looked at. */
struct children {
	Dwarf_Die parent, die;
	uint32_t *left;
	bool begun;
};

/* ---- members ---- */

/* The number that an attribute says: false where it has to be computed when the program runs. */
static bool constant(Dwarf_Die *die, unsigned name, uint64_t *out)
{
	Dwarf_Attribute attr;
	Dwarf_Word value;
	Dwarf_Op *ops;
	size_t n;

	if (!dwarf_attr_integrate(die, name, &attr))
		return false;
	if (dwarf_formudata(&attr, &value) == 0) {
		*out = value;
		return true;
	}
	if (dwarf_getlocation(&attr, &ops, &n) || n != 1 || ops[0].atom != DW_OP_plus_uconst)
		return false;
	*out = ops[0].number;
	return true;
}

/* Where a member begins; those of a union and bit fields need not say. */
static bool place_of(Dwarf_Die *member, uint64_t *offset)
{
	*offset = 0;
	if (!dwarf_hasattr_integrate(member, DW_AT_data_member_location))
		return true;
	return constant(member, DW_AT_data_member_location, offset) && *offset <= INT32_MAX;
}

/* A structure without a name in the other, or a class that it is derived from. */
static bool is_inside(Dwarf_Die *member, Dwarf_Die *type)
{
	bool nameless = dwarf_tag(member) == DW_TAG_member && !dwarf_diename(member);

	return (nameless || dwarf_tag(member) == DW_TAG_inheritance) &&
	       user_die_type(member, type) && user_die_is_composite(type);
}

static bool is_member(Dwarf_Die *die)
{
	return dwarf_tag(die) == DW_TAG_member && dwarf_diename(die) &&
	       !dwarf_hasattr(die, DW_AT_external) && !dwarf_hasattr(die, DW_AT_declaration);
}

/* The first or the next record; false when there is none, or when enough were looked at. */
static bool next_child(struct children *c)
{
	int none = c->begun ? dwarf_siblingof(&c->die, &c->die) : dwarf_child(&c->parent, &c->die);

	c->begun = true;
	if (none || !*c->left)
		return false;
	--*c->left;
	return true;
}

static bool find_member(Dwarf_Die *type, struct sv name, int depth, uint32_t *left,
			struct found *out)
{
	struct children c = {.parent = *type, .left = left};
	Dwarf_Die inside;

	while (depth < DEPTH_MAX && next_child(&c)) {
		uint64_t offset;

		if (!place_of(&c.die, &offset))
			continue;
		if (is_member(&c.die) && sv_is(name, dwarf_diename(&c.die))) {
			*out = (struct found){c.die, offset};
			return true;
		}
		if (is_inside(&c.die, &inside) &&
		    find_member(&inside, name, depth + 1, left, out)) {
			out->offset += offset;
			return true;
		}
	}
	return false;
}

static void offer_members(const struct unit *u, Dwarf_Die *type, int depth, uint32_t *left,
			  struct nearest *near)
{
	struct children c = {.parent = *type, .left = left};
	Dwarf_Die inside;

	while (depth < DEPTH_MAX && next_child(&c)) {
		if (is_member(&c.die))
			nearest_offer(near,
				      sv_cstr(sv_dup(u->arena, sv_cstr(dwarf_diename(&c.die)))));
		else if (is_inside(&c.die, &inside))
			offer_members(u, &inside, depth + 1, left, near);
	}
}

void user_nearest(const struct unit *u, const struct type *base, struct nearest *near)
{
	uint32_t left = USER_RECORDS_MAX;

	offer_members(u, user_type_die(u, base->elem->btf_id), 0, &left, near);
}

/* ---- arrays ---- */

struct array {
	Dwarf_Die elem;
	uint64_t counts[DIMENSIONS_MAX]; /* 0: any number of them */
	uint64_t size;			 /* of one element */
	uint32_t dimensions;
};

static uint64_t count_of(Dwarf_Die *subrange)
{
	uint64_t n;

	if (constant(subrange, DW_AT_count, &n))
		return n;
	/* A dimension that is not known has none, or one of -1. */
	return constant(subrange, DW_AT_upper_bound, &n) ? n + 1 : 0;
}

static bool read_array(Dwarf_Die *type, struct array *a)
{
	uint32_t left = USER_RECORDS_MAX;
	struct children c = {.parent = *type, .left = &left};

	*a = (struct array){0};
	if (!user_die_type(type, &a->elem) || dwarf_aggregate_size(&a->elem, &a->size) ||
	    a->size > INT32_MAX)
		return false;
	while (next_child(&c)) {
		if (dwarf_tag(&c.die) != DW_TAG_subrange_type)
			continue;
		if (a->dimensions == DIMENSIONS_MAX)
			return false;
		a->counts[a->dimensions++] = count_of(&c.die);
	}
	return a->dimensions > 0 && a->size;
}

/* Text and bytes are arrays without an index. */
static const struct type *text_of(struct unit *u, struct array *a)
{
	const char *name = dwarf_diename(&a->elem);
	bool is_signed;
	uint32_t size;

	if (a->dimensions != 1 || a->size != 1 || !a->counts[0] || a->counts[0] > READ_STR_MAX ||
	    dwarf_tag(&a->elem) != DW_TAG_base_type)
		return NULL;
	if (name && strcmp(name, "char") == 0)
		return type_string(&u->types, (uint32_t)a->counts[0], false);
	if (!user_value(u, &a->elem, &size, &is_signed) || is_signed)
		return NULL;
	return type_binary(&u->types, (uint32_t)a->counts[0]);
}

/* ---- the walk ---- */

static bool fail(struct walk *w, enum walk_problem problem, uint32_t at)
{
	w->problem = problem;
	w->at = at;
	return false;
}

/* An element of an array, or all of it as text. *type becomes what that is. */
static bool take_array(struct unit *u, struct walk *w, const struct path_member *m, uint32_t n,
		       Dwarf_Die *type)
{
	uint64_t step, index = 0;
	struct array a;

	if (!read_array(type, &a))
		return fail(w, WALK_OTHER_TYPE, w->taken - 1);
	if (w->taken == n || !m[w->taken].is_index) {
		w->type = text_of(u, &a);
		if (w->type)
			return true;
		if (w->taken < n || a.dimensions > 1)
			return fail(w, WALK_NO_INDEX, w->taken - 1);
		w->type = type_ptr_to(&u->types, SPACE_USER, user_type_number(u, type));
		w->is_address = true;
		return true;
	}
	for (uint32_t i = 0; i < a.dimensions; i++) {
		if (w->taken == n || !m[w->taken].is_index)
			return fail(w, WALK_NO_INDEX, w->taken - 1);
		step = (uint64_t)m[w->taken].index;
		if (step > INT32_MAX || (a.counts[i] && step >= a.counts[i]))
			return fail(w, WALK_BEYOND, w->taken);
		index = index * (a.counts[i] ? a.counts[i] : 1) + step;
		if (index > INT32_MAX)
			return fail(w, WALK_BEYOND, w->taken);
		w->is_optional |= m[w->taken++].optional;
	}
	w->offset += index * a.size;
	*type = a.elem;
	return true;
}

/* The bytes that hold a bit field, and where in them it is; its place is in one of two ways, the
 * older of which counts from the upper end (DWARF 4, 5.5.6). */
static bool take_bits(struct walk *w, struct found *f, Dwarf_Die *type)
{
	uint64_t bits, at, holder = 0;

	if (!dwarf_hasattr_integrate(&f->die, DW_AT_bit_size))
		return true;
	if (!constant(&f->die, DW_AT_bit_size, &bits) || !bits || bits > 64)
		return false;
	if (!constant(&f->die, DW_AT_data_bit_offset, &at)) {
		if (!constant(&f->die, DW_AT_bit_offset, &at) ||
		    (!constant(&f->die, DW_AT_byte_size, &holder) &&
		     dwarf_aggregate_size(type, &holder)) ||
		    holder > 8 || at + bits > 8 * holder)
			return false;
		at = 8 * holder - at - bits;
	}
	if (at > INT32_MAX)
		return false;
	w->offset += at / 8;
	w->bit = (uint32_t)(at % 8);
	w->bits = (uint32_t)bits;
	w->size = (w->bit + w->bits + 7) / 8;
	return w->size <= 8;
}

/* What the path ends at. */
static bool take_value(struct unit *u, struct walk *w, Dwarf_Die *type, Dwarf_Die *by)
{
	uint32_t bytes = w->size;

	if (user_die_is_composite(type)) {
		const struct type *elem = user_composite(u, type, by);

		w->type = elem ? type_ptr(&u->types, SPACE_USER, elem) : NULL;
		w->is_address = true;
		return elem != NULL;
	}
	w->type = user_value(u, type, &w->size, &w->is_signed);
	if (w->bits)
		w->size = bytes;
	return w->type && (!w->bits || w->type->kind != TYPE_PTR);
}

static bool walk_on(struct unit *u, struct walk *w, Dwarf_Die *type, const struct path_member *m,
		    uint32_t n)
{
	const struct path_member *now = &m[w->taken];
	uint32_t left = USER_RECORDS_MAX;
	struct found f;

	if (now->is_index)
		return fail(w, WALK_INDEX, w->taken);
	if (dwarf_hasattr_integrate(type, DW_AT_declaration))
		return fail(w, WALK_DECLARED, w->taken);
	if (!find_member(type, now->name, 0, &left, &f)) {
		w->parent = take_value(u, w, type, NULL) ? w->type : NULL;
		return fail(w, w->parent ? WALK_UNKNOWN : WALK_OTHER_TYPE, w->taken);
	}
	w->offset += f.offset;
	w->is_optional |= now->optional;
	w->taken++;
	if (!user_die_type(&f.die, type))
		return fail(w, WALK_OTHER_TYPE, w->taken - 1);
	if (dwarf_tag(type) == DW_TAG_array_type && !take_array(u, w, m, n, type))
		return false;
	if (w->type)
		return false;
	if (user_die_is_composite(type) && w->taken < n)
		return w->offset <= INT32_MAX || fail(w, WALK_OTHER_TYPE, w->taken - 1);
	if (!take_bits(w, &f, type) || !take_value(u, w, type, &f.die) || w->offset > INT32_MAX)
		return fail(w, WALK_OTHER_TYPE, w->taken - 1);
	return false;
}

struct elements user_elements(struct unit *u, const struct type *base)
{
	Dwarf_Die die = *user_type_die(u, base->btf_id), *type = &die;
	const struct type *elem;
	struct elements e = {0};
	struct array a;

	if (dwarf_tag(type) != DW_TAG_array_type) {
		e.type = user_value(u, type, &e.size, &e.is_signed);
		return e;
	}
	if (!read_array(type, &a))
		return e;
	e.count = a.counts[0] <= INT32_MAX ? (uint32_t)a.counts[0] : INT32_MAX;
	if (user_die_is_composite(&a.elem)) {
		elem = user_composite(u, &a.elem, type);
		e.type = elem ? type_ptr(&u->types, SPACE_USER, elem) : NULL;
		e.size = (uint32_t)a.size;
		e.is_address = true;
	} else {
		e.type = user_value(u, &a.elem, &e.size, &e.is_signed);
	}
	return e;
}

struct walk user_walk(struct unit *u, const struct type *base, const struct path_member *m,
		      uint32_t n)
{
	struct walk w = {.is_plain = true};
	Dwarf_Die type = *user_type_die(u, base->elem->btf_id);

	while (walk_on(u, &w, &type, m, n))
		;
	return w;
}

/* ---- enumerations ---- */

static bool next_enumerator(struct children *c)
{
	while (next_child(c))
		if (dwarf_tag(&c->die) == DW_TAG_enumerator && dwarf_diename(&c->die))
			return true;
	return false;
}

uint32_t user_enum_count(const struct unit *u, const struct type *t)
{
	uint32_t left = ENUMERATORS_MAX, count = 0;
	struct children c = {.parent = *user_type_die(u, t->btf_id), .left = &left};

	while (next_enumerator(&c))
		count++;
	return count;
}

/* Data of a certain size have no sign. */
static bool number_of(Dwarf_Die *die, int64_t *value)
{
	Dwarf_Attribute attr;
	Dwarf_Sword s;
	Dwarf_Word w;

	if (!dwarf_attr(die, DW_AT_const_value, &attr))
		return false;
	if (dwarf_whatform(&attr) == DW_FORM_sdata ||
	    dwarf_whatform(&attr) == DW_FORM_implicit_const) {
		if (dwarf_formsdata(&attr, &s))
			return false;
		*value = s;
		return true;
	}
	if (dwarf_formudata(&attr, &w))
		return false;
	*value = (int64_t)w;
	return true;
}

const char *user_enum_get(const struct unit *u, const struct type *t, uint32_t n, int64_t *value)
{
	uint32_t left = ENUMERATORS_MAX;
	struct children c = {.parent = *user_type_die(u, t->btf_id), .left = &left};

	for (uint32_t i = 0; i <= n; i++)
		if (!next_enumerator(&c))
			return NULL;
	return number_of(&c.die, value) ? sv_dup(u->arena, sv_cstr(dwarf_diename(&c.die))) : NULL;
}
