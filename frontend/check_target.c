/*
 * check_target.c - `FAMILY:TARGET` to the parts that attaching needs.
 */
#include "frontend/check.h"

static bool bad_target(struct checker *c, struct sv spec, struct span at, const char *expected)
{
	diag_report(c->sink, DIAG_bad_target, at, sv_dup(c->arena, spec), expected);
	return false;
}

static bool is_name(struct sv s, const char *more)
{
	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];

		if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
		      ch == '_' || strchr(more, ch)))
			return false;
	}
	return s.n > 0;
}

/* "123" or "0x7b"; false on anything else or beyond 64 bits. */
static bool read_offset(struct sv s, uint64_t *out)
{
	bool hex = sv_starts(s, SV("0x"));
	uint64_t r = 0, base = hex ? 16 : 10;

	s = sv_from(s, hex ? 2 : 0);
	for (size_t i = 0; i < s.n; i++) {
		char ch = (char)(s.p[i] | 32);
		uint64_t d = ch >= '0' && ch <= '9'	     ? (uint64_t)(ch - '0')
			     : hex && ch >= 'a' && ch <= 'f' ? (uint64_t)(ch - 'a' + 10)
							     : 99;

		if (d >= base || r > (UINT64_MAX - d) / base)
			return false;
		r = r * base + d;
	}
	*out = r;
	return s.n > 0;
}

/* Splits "FUNC+OFF"; false when the offset is not a number. */
static bool split_offset(struct sv *s, uint64_t *offset)
{
	const char *plus = s->n ? memrchr(s->p, '+', s->n) : NULL;

	*offset = 0;
	if (!plus)
		return true;
	if (!read_offset(sv_from(*s, (size_t)(plus + 1 - s->p)), offset))
		return false;
	s->n = (size_t)(plus - s->p);
	return true;
}

static bool read_func(struct checker *c, struct program *p, struct sv rest, struct sv spec,
		      struct span at)
{
	if (!split_offset(&rest, &p->offset) || !is_name(rest, ".$"))
		return bad_target(c, spec, at, "a kernel function, FUNC or FUNC+OFFSET");
	if (p->offset && probes[p->probe].args == ARGS_RETURN)
		return bad_target(c, spec, at, "a function without an offset: it returns only once");
	if (p->offset && probes[p->probe].args != ARGS_ENTRY)
		return bad_target(c, spec, at, "a function without an offset: kprobe takes one");
	p->name = sv_dup(c->arena, rest);
	return true;
}

static bool read_catname(struct checker *c, struct program *p, struct sv rest, struct sv spec,
			 struct span at)
{
	const char *sep = NULL, *why, *near;
	struct sv category, name;

	for (size_t i = 0; i < rest.n && !sep; i++)
		if (rest.p[i] == '/' || rest.p[i] == ':')
			sep = &rest.p[i];
	category = (struct sv){rest.p, sep ? (size_t)(sep - rest.p) : 0};
	name = sep ? sv_from(rest, (size_t)(sep + 1 - rest.p)) : (struct sv){"", 0};
	if (!is_name(category, "-") || !is_name(name, "-"))
		return bad_target(c, spec, at, "CATEGORY/NAME, as in syscalls/sys_enter_openat");
	p->category = sv_dup(c->arena, category);
	p->name = sv_dup(c->arena, name);
	p->rest = arena_printf(c->arena, "%s/%s", p->category, p->name);
	p->format = tracepoint_find(c->u->tracepoints, category, name, &why, &near);
	if (!p->format && near) {
		struct diag *d = diag_report(c->sink, DIAG_unknown_tracepoint, at, p->rest);

		diag_help(c->sink, d, "did you mean '%s'?", near);
		return false;
	}
	/* Without a format the program still compiles as long as it reads no field. */
	return true;
}

static bool read_binsym(struct checker *c, struct program *p, struct sv rest, struct sv spec,
			struct span at)
{
	const char *colon = rest.n ? memrchr(rest.p, ':', rest.n) : NULL;
	struct sv path = {rest.p, colon ? (size_t)(colon - rest.p) : 0};
	struct sv symbol = colon ? sv_from(rest, (size_t)(colon + 1 - rest.p)) : (struct sv){"", 0};

	if (!path.n || !symbol.n)
		return bad_target(c, spec, at, "PATH:SYMBOL, PATH:SYMBOL+OFFSET or PATH:0xOFFSET");
	p->path = sv_dup(c->arena, path);
	if (sv_starts(symbol, SV("0x"))) {
		if (!read_offset(symbol, &p->offset))
			return bad_target(c, spec, at, "an offset in hexadecimal after the path");
		return true;
	}
	if (!split_offset(&symbol, &p->offset) || !symbol.n)
		return bad_target(c, spec, at, "a symbol, SYMBOL or SYMBOL+OFFSET, after the path");
	p->name = sv_dup(c->arena, symbol);
	return true;
}

/* Nushell's duration units, and `s` `m` `h` as the peers write periods. */
static bool read_period(struct checker *c, struct program *p, struct sv rest, struct sv spec,
			struct span at)
{
	static const struct {
		const char *name;
		uint64_t ns;
	} units[] = {
		{"ns", 1},	       {"us", 1000},	    {"µs", 1000},	      {"ms", 1000000},
		{"sec", 1000000000},   {"s", 1000000000},   {"min", 60000000000ull}, {"m", 60000000000ull},
		{"hr", 3600000000000}, {"h", 3600000000000},
	};
	size_t digits = 0;
	uint64_t n;

	while (digits < rest.n && rest.p[digits] >= '0' && rest.p[digits] <= '9')
		digits++;
	if (!read_offset((struct sv){rest.p, digits}, &n) || !n)
		return bad_target(c, spec, at, "a time such as 10ms or 1sec, or a rate such as 99hz");
	rest = sv_from(rest, digits);
	if (sv_is(rest, "hz")) {
		p->frequency = n;
		return n <= 100000 ||
		       bad_target(c, spec, at, "a rate of at most 100000hz");
	}
	for (uint32_t i = 0; i < ARRAY_SIZE(units); i++) {
		if (!sv_is(rest, units[i].name))
			continue;
		if (n > INT64_MAX / units[i].ns || n * units[i].ns < 10000)
			return bad_target(c, spec, at, "a time of at least 10us");
		p->period_ns = n * units[i].ns;
		return true;
	}
	return bad_target(c, spec, at, "a time such as 10ms or 1sec, or a rate such as 99hz");
}

static bool read_rest(struct checker *c, struct program *p, struct sv rest, struct sv spec,
		      struct span at)
{
	switch (probes[p->probe].rest) {
	case REST_FUNC:
		return read_func(c, p, rest, spec, at);
	case REST_CATNAME:
		return read_catname(c, p, rest, spec, at);
	case REST_NAME:
		if (!is_name(rest, "-"))
			return bad_target(c, spec, at,
					  p->probe == PROBE_lsm
						  ? "the name of a hook, as in file_open"
						  : "the name of a tracepoint");
		p->name = p->rest;
		return true;
	case REST_BINSYM:
		return read_binsym(c, p, rest, spec, at);
	case REST_PERIOD:
		return read_period(c, p, rest, spec, at);
	case REST_NOTHING:
		return !rest.n || bad_target(c, spec, at, "nothing after the family");
	}
	return false;
}

static bool find_family(struct checker *c, struct sv family, struct span at, enum probe *out)
{
	struct nearest near = {.want = family};
	struct diag *d;

	for (uint32_t i = 0; i < PROBE_COUNT; i++) {
		if (sv_is(family, probes[i].prefix)) {
			*out = (enum probe)i;
			return true;
		}
		nearest_offer(&near, sv_cstr(probes[i].prefix));
	}
	d = diag_report(c->sink, DIAG_unknown_family, at, sv_dup(c->arena, family));
	if (near.best.p)
		diag_help(c->sink, d, "did you mean '" SV_FMT "'?", SV_ARG(near.best));
	else
		diag_help(c->sink, d, "`nubpfc --list targets` prints every family");
	return false;
}

bool check_target(struct checker *c, struct program *p, struct sv spec, struct span at)
{
	const char *colon = spec.n ? memchr(spec.p, ':', spec.n) : NULL;
	struct sv family = {spec.p, colon ? (size_t)(colon - spec.p) : spec.n};
	struct sv rest = colon ? sv_from(spec, family.n + 1) : (struct sv){"", 0};
	const struct probe_info *info;

	if (memchr(spec.p, '\0', spec.n) || spec.n > 4096)
		return bad_target(c, SV("…"), at, "text without NUL bytes of at most 4096 bytes");
	if (!colon && !sv_is(spec, "begin") && !sv_is(spec, "end")) {
		struct diag *d =
			diag_report(c->sink, DIAG_target_form, at, sv_dup(c->arena, spec));

		diag_help(c->sink, d, "as in 'kprobe:vfs_read' or 'tracepoint:sched/sched_switch'");
		return false;
	}
	if (!find_family(c, family, at, &p->probe))
		return false;
	info = &probes[p->probe];
	p->spec = sv_dup(c->arena, spec);
	p->rest = sv_dup(c->arena, rest);
	if (!read_rest(c, p, rest, spec, at))
		return false;
	if (c->u->kernel && c->u->kernel < info->kernel) {
		diag_report(c->sink, DIAG_needs_kernel, at, info->prefix, info->kernel / 100,
			    info->kernel % 100, c->u->kernel / 100, c->u->kernel % 100);
		return false;
	}
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	p->section = strchr(info->section, '%')
			     ? arena_printf(c->arena, info->section, p->rest)
			     : info->section;
#pragma GCC diagnostic pop
	return true;
}
