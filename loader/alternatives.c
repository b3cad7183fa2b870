/* alternatives.c - see alternatives.h. */
#include "loader/alternatives.h"

enum { NONE = UINT32_MAX };

static uint32_t before(const struct manifest *m, uint32_t i)
{
	return m->programs.v[i].instead_of;
}

static bool has_alternative(const struct manifest *m, uint32_t i)
{
	for (uint32_t k = i + 1; k < m->programs.n; k++) {
		if (before(m, k) == i)
			return true;
	}
	return false;
}

bool alternatives_may_lack(const struct manifest *m, uint32_t i)
{
	return m->programs.v[i].optional || before(m, i) != NONE || has_alternative(m, i);
}

bool alternatives_are_served(const struct session *s, uint32_t i)
{
	const struct manifest *m = s->object->manifest;

	for (i = before(m, i); i != NONE; i = before(m, i)) {
		if (s->state[i].attached)
			return true;
	}
	return false;
}

bool alternatives_are_idle(const struct session *s, uint32_t i)
{
	const struct manifest *m = s->object->manifest;

	return !s->state[i].attached && (before(m, i) != NONE || has_alternative(m, i));
}

static const char *spec(struct session *s, uint32_t i)
{
	const struct manifest_program *p = &s->object->manifest->programs.v[i];

	return arena_printf(s->arena, "%s:%s", p->family, p->target);
}

/* The one of the chain that ends with `last` that is attached, or NONE; *first is its beginning. */
static uint32_t find_attached(const struct session *s, uint32_t last, uint32_t *first)
{
	uint32_t found = NONE;

	for (uint32_t i = last; i != NONE; i = before(s->object->manifest, i)) {
		if (s->state[i].attached)
			found = i;
		*first = i;
	}
	return found;
}

/* The reasons of all, in their order; they are no programs of their own that were left out. */
static const char *take_reasons(struct session *s, uint32_t last)
{
	const char *all = "";

	for (uint32_t i = last; i != NONE; i = before(s->object->manifest, i)) {
		if (s->state[i].skipped)
			all = arena_printf(s->arena, "%s%s%s", s->state[i].skipped,
					   *all ? "; " : "", all);
		s->state[i].skipped = NULL;
	}
	return all;
}

static bool is_wanted(const struct session *s, uint32_t last, const char *reasons)
{
	for (uint32_t i = last; i != NONE; i = before(s->object->manifest, i)) {
		if (s->programs[i])
			return true;
	}
	return *reasons != 0;
}

static int settle_chain(struct session *s, uint32_t last)
{
	uint32_t first = last, used = find_attached(s, last, &first);
	const char *reasons = take_reasons(s, last);

	if (used != NONE && used != first)
		vec_push(s->arena, &s->notes,
			 arena_printf(s->arena, "'%s' is used: %s", spec(s, used), reasons));
	if (used != NONE || !is_wanted(s, last, reasons))
		return 0;
	if (s->object->manifest->programs.v[last].optional) {
		s->state[first].skipped = reasons;
		return 0;
	}
	return failure_set(s->why, EXIT_OBJECT, "no alternative can be attached: %s", reasons);
}

int alternatives_settle(struct session *s)
{
	const struct manifest *m = s->object->manifest;
	int code = 0;

	for (uint32_t i = 0; !code && i < m->programs.n; i++) {
		if (before(m, i) != NONE && !has_alternative(m, i))
			code = settle_chain(s, i);
	}
	return code;
}
