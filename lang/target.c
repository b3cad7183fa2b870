/* target.c - see target.h. */
#include "lang/target.h"

const struct probe_info probes[PROBE_COUNT] = {
#define PROBE(id, prefix, rest, prog_type, section, args, verdict, neutral, kernel, help)          \
	[PROBE_##id] = {prefix,	 REST_##rest, #prog_type, section, ARGS_##args, VERDICT_##verdict, \
			neutral, kernel,      help},
#include "lang/probes.def"
};

bool probe_is_typed(enum probe p)
{
	enum probe_args args = probes[p].args;

	return args == ARGS_BTF || args == ARGS_BTF_RETURN || args == ARGS_BTF_TRACE ||
	       args == ARGS_BTF_HOOK;
}

bool probe_is_sleepable(enum probe p)
{
	size_t n = strlen(probes[p].prefix);

	return n > 2 && strcmp(probes[p].prefix + n - 2, ".s") == 0;
}

bool probe_is_user(enum probe p)
{
	return probes[p].args == ARGS_USER_ENTRY || probes[p].args == ARGS_USER_RETURN ||
	       probes[p].args == ARGS_USDT;
}

bool probe_may_sleep(enum probe p)
{
	struct sv prefix = sv_cstr(probes[p].prefix), mark = SV(".s");

	return prefix.n > mark.n && sv_eq(sv_from(prefix, prefix.n - mark.n), mark);
}

bool probe_sees_function(enum probe p)
{
	enum probe_args args = probes[p].args;

	return args == ARGS_ENTRY || args == ARGS_RETURN || args == ARGS_SYSCALL ||
	       args == ARGS_SYSCALL_RETURN || (probe_is_user(p) && args != ARGS_USDT);
}

enum probe probe_find(struct sv prefix)
{
	enum probe p = 0;

	while (p < PROBE_COUNT && !sv_is(prefix, probes[p].prefix))
		p++;
	return p;
}

const char *probe_usage(struct arena *a, enum probe p)
{
	static const char *const rest[] = {
		[REST_FUNC] = ":FUNC",
		[REST_FUNCS] = ":FUNC[+OFF]",
		[REST_SYSCALL] = ":NAME",
		[REST_CATNAME] = ":CATEGORY/NAME",
		[REST_NAME] = ":NAME",
		[REST_BINSYM] = ":PATH:SYMBOL[+OFF][@PID]",
		[REST_USDT] = ":PATH:PROVIDER:NAME[@PID]",
		[REST_PERIOD] = ":TIME",
		[REST_EVENT] = ":GROUP:EVENT[:period=N|:freq=N][:cpu=N][:pid=N]",
		[REST_NOTHING] = "",
	};

	return arena_printf(a, "%s%s", probes[p].prefix, rest[probes[p].rest]);
}

/* ---- pieces of text ---- */

static bool is_name(struct sv s, const char *more)
{
	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];

		if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
		      (ch >= '0' && ch <= '9') || ch == '_' || (ch && strchr(more, ch))))
			return false;
	}
	return s.n > 0;
}

/* "123" or "0x7b"; false on anything else or beyond 64 bits. */
static bool read_number(struct sv s, uint64_t *out)
{
	bool hex = sv_starts(s, SV("0x"));
	uint64_t r = 0, base = hex ? 16 : 10;

	s = sv_from(s, hex ? 2 : 0);
	for (size_t i = 0; i < s.n; i++) {
		char ch = (char)(s.p[i] | 32);
		uint64_t d = s.p[i] >= '0' && s.p[i] <= '9'  ? (uint64_t)(s.p[i] - '0')
			     : hex && ch >= 'a' && ch <= 'f' ? (uint64_t)(ch - 'a' + 10)
							     : 99;

		if (d >= base || r > (UINT64_MAX - d) / base)
			return false;
		r = r * base + d;
	}
	*out = r;
	return s.n > 0;
}

/* Cuts what stands behind the last `sep`, or {NULL, 0} when there is none. */
static struct sv cut_last(struct sv *s, char sep)
{
	const char *at = s->n ? memrchr(s->p, sep, s->n) : NULL;
	struct sv tail = {NULL, 0};

	if (at) {
		tail = sv_from(*s, (size_t)(at + 1 - s->p));
		s->n = (size_t)(at - s->p);
	}
	return tail;
}

/* Splits "FUNC+OFF"; false when the offset is not a number. */
static bool split_offset(struct sv *s, uint64_t *offset)
{
	struct sv tail = cut_last(s, '+');

	*offset = 0;
	return !tail.p || read_number(tail, offset);
}

/* ---- one function for each form of target: NULL, or what was expected ---- */

#define GLOB_SIGNS "*?[]!-^"

static bool has_glob(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] && strchr("*?[", s.p[i]))
			return true;
	return false;
}

static const char *read_glob(struct arena *a, struct target *t, struct sv rest, const char *more)
{
	t->name = sv_dup(a, rest);
	return is_name(rest, arena_printf(a, "%s%s", GLOB_SIGNS, more))
		       ? NULL
		       : "a glob of names with * ? and [...], without an offset";
}

static const char *read_func(struct arena *a, struct target *t, struct sv rest)
{
	if (t->is_glob)
		return read_glob(a, t, rest, ".$");
	if (!split_offset(&rest, &t->offset) || !is_name(rest, ".$"))
		return probes[t->probe].rest == REST_FUNC && has_glob(rest)
			       ? "one kernel function: kprobe takes globs"
			       : "a kernel function, FUNC or FUNC+OFFSET";
	if (t->offset && probes[t->probe].args == ARGS_RETURN)
		return "a function without an offset: it returns only once";
	if (t->offset && probes[t->probe].args != ARGS_ENTRY)
		return "a function without an offset: kprobe takes one";
	t->name = sv_dup(a, rest);
	return NULL;
}

static const char *read_catname(struct arena *a, struct target *t, struct sv rest)
{
	struct sv category = rest, name = {"", 0};

	for (size_t i = 0; i < rest.n && !name.n; i++) {
		if (rest.p[i] != '/' && rest.p[i] != ':')
			continue;
		category.n = i;
		name = sv_from(rest, i + 1);
		break;
	}
	t->is_glob = has_glob(name);
	if (!is_name(category, "-") || !is_name(name, t->is_glob ? GLOB_SIGNS : "-"))
		return "CATEGORY/NAME, as in syscalls/sys_enter_openat";
	t->category = sv_dup(a, category);
	t->name = sv_dup(a, name);
	t->rest = arena_printf(a, "%s/%s", t->category, t->name);
	return NULL;
}

/* Those that go over what one map holds. */
static const char *read_iter(struct target *t, struct sv rest)
{
	if (sv_is(rest, "bpf_map_elem"))
		return "what is gone over without a map, as in bpf_map: the loader shows what the "
		       "script's own hold at its end, `nubpf maps` before";
	if (sv_is(rest, "bpf_sk_storage_map") || sv_is(rest, "sockmap"))
		return "what is gone over without a map, as in tcp, udp or unix: the script has "
		       "none of sockets";
	t->name = t->rest;
	return is_name(rest, "") ? NULL : "what to go over, as in task, bpf_map or tcp";
}

static const char *read_name(struct target *t, struct sv rest)
{
	if (probes[t->probe].args == ARGS_ITER)
		return read_iter(t, rest);
	if (!is_name(rest, "-"))
		return probes[t->probe].args == ARGS_BTF_HOOK
			       ? "the name of a hook, as in file_open"
			       : "the name of a tracepoint";
	t->name = t->rest;
	return NULL;
}

/* Cuts "@PID"; "memcpy@GLIBC_2.2" is a symbol with its version. */
static bool split_pid(struct sv *s, uint32_t *pid)
{
	struct sv all = *s, tail = cut_last(s, '@');
	uint64_t n = 0;

	if (!tail.n || !is_name(tail, "") || !read_number(tail, &n)) {
		*s = all;
		return true;
	}
	*pid = (uint32_t)n;
	return n > 0 && n <= INT32_MAX;
}

static const char *read_binsym(struct arena *a, struct target *t, struct sv rest)
{
	struct sv path = rest, symbol = cut_last(&path, ':');

	if (!path.n || !symbol.n)
		return "PATH:SYMBOL, PATH:SYMBOL+OFFSET or PATH:0xOFFSET";
	if (!split_pid(&symbol, &t->pid))
		return "the number of a process after the '@'";
	t->path = sv_dup(a, path);
	if (sv_starts(symbol, SV("0x")))
		return read_number(symbol, &t->offset) ? NULL
						       : "an offset in hexadecimal after the path";
	t->is_glob = has_glob(symbol);
	if (t->is_glob) {
		t->name = sv_dup(a, symbol);
		return NULL;
	}
	if (!split_offset(&symbol, &t->offset) || !symbol.n)
		return "a symbol, SYMBOL or SYMBOL+OFFSET, after the path";
	t->name = sv_dup(a, symbol);
	return NULL;
}

static const char *read_usdt(struct arena *a, struct target *t, struct sv rest)
{
	struct sv name = cut_last(&rest, ':'), provider = cut_last(&rest, ':');

	if (!split_pid(&name, &t->pid))
		return "the number of a process after the '@'";
	if (!rest.n || !is_name(provider, "-.") || !is_name(name, "-."))
		return "PATH:PROVIDER:NAME, as in libc:libc:setjmp";
	t->path = sv_dup(a, rest);
	t->category = sv_dup(a, provider);
	t->name = sv_dup(a, name);
	return NULL;
}

/* Nushell's duration units, and `s` `m` `h` as the peers write periods. */
static const char *read_period(struct target *t, struct sv rest)
{
	static const struct {
		const char *name;
		uint64_t ns;
	} units[] = {
		{"ns", 1},
		{"us", 1000},
		{"µs", 1000},
		{"ms", 1000000},
		{"sec", 1000000000},
		{"s", 1000000000},
		{"min", 60000000000ull},
		{"m", 60000000000ull},
		{"hr", 3600000000000},
		{"h", 3600000000000},
	};
	size_t digits = 0;
	uint64_t n;

	while (digits < rest.n && rest.p[digits] >= '0' && rest.p[digits] <= '9')
		digits++;
	if (!read_number((struct sv){rest.p, digits}, &n) || !n)
		return "a time such as 10ms or 1sec, or a rate such as 99hz";
	rest = sv_from(rest, digits);
	if (sv_is(rest, "hz")) {
		t->frequency = n;
		return n <= 100000 ? NULL : "a rate of at most 100000hz";
	}
	for (uint32_t i = 0; i < ARRAY_SIZE(units); i++) {
		if (!sv_is(rest, units[i].name))
			continue;
		if (n > INT64_MAX / units[i].ns || n * units[i].ns < 10000)
			return "a time of at least 10us";
		t->period_ns = n * units[i].ns;
		return NULL;
	}
	return "a time such as 10ms or 1sec, or a rate such as 99hz";
}

/* Cuts what stands before the first colon. */
static struct sv cut_first(struct sv *s)
{
	const char *colon = s->n ? memchr(s->p, ':', s->n) : NULL;
	struct sv head = {s->p, colon ? (size_t)(colon - s->p) : s->n};

	*s = sv_from(*s, head.n + 1);
	return head;
}

static const char *read_event_option(struct target *t, struct sv option)
{
	const char *equals = memchr(option.p, '=', option.n);
	struct sv key = {option.p, equals ? (size_t)(equals - option.p) : 0};
	uint64_t n = 0;

	if (!read_number(sv_from(option, key.n + 1), &n) || n > INT64_MAX)
		key.n = 0;
	if (sv_is(key, "period") && n && !t->frequency)
		t->every = n;
	else if (sv_is(key, "freq") && n && !t->every)
		t->frequency = n;
	else if (sv_is(key, "cpu") && n <= INT32_MAX)
		t->cpu = (int32_t)n;
	else if (sv_is(key, "pid") && n && n <= INT32_MAX)
		t->pid = (uint32_t)n;
	else
		return "period=N or freq=N, cpu=N and pid=N after the event, N a number";
	return NULL;
}

static const char *nearest_event(struct arena *a, struct sv group, struct sv name)
{
	static const struct {
		const char *group, *name;
	} events[] = {
#define EVENT(group, name, ...) {#group, name},
#include "lang/perf_events.def"
	};
	struct nearest near = {.want = name};

	for (uint32_t i = 0; i < ARRAY_SIZE(events); i++) {
		if (!sv_is(group, events[i].group))
			continue;
		if (sv_is(name, events[i].name))
			return NULL;
		nearest_offer(&near, sv_cstr(events[i].name));
	}
	return near.best.p ? arena_printf(a, "an event such as '" SV_FMT "'", SV_ARG(near.best))
			   : "software:EVENT or hardware:EVENT, as in software:page-faults";
}

static const char *read_event(struct arena *a, struct target *t, struct sv rest)
{
	struct sv group = cut_first(&rest), name = cut_first(&rest);
	const char *wrong = nearest_event(a, group, name);

	t->category = sv_dup(a, group);
	t->name = sv_dup(a, name);
	while (!wrong && rest.n)
		wrong = read_event_option(t, cut_first(&rest));
	return wrong;
}

static const char *read_rest(struct arena *a, struct target *t, struct sv rest)
{
	enum probe_rest form = probes[t->probe].rest;

	t->is_glob = (form == REST_FUNCS || form == REST_SYSCALL) && has_glob(rest);
	switch (form) {
	case REST_FUNC:
	case REST_FUNCS:
		return read_func(a, t, rest);
	case REST_SYSCALL:
		t->name = t->rest;
		if (t->is_glob)
			return read_glob(a, t, rest, "");
		return is_name(rest, "") ? NULL : "the name of a system call, as in openat";
	case REST_CATNAME:
		return read_catname(a, t, rest);
	case REST_NAME:
		return read_name(t, rest);
	case REST_BINSYM:
		return read_binsym(a, t, rest);
	case REST_USDT:
		return read_usdt(a, t, rest);
	case REST_PERIOD:
		return read_period(t, rest);
	case REST_EVENT:
		return read_event(a, t, rest);
	case REST_NOTHING:
		return rest.n ? "nothing after the family" : NULL;
	}
	return NULL;
}

enum target_fault target_read(struct arena *a, struct sv spec, struct target *t,
			      const char **expected)
{
	const char *colon = spec.n ? memchr(spec.p, ':', spec.n) : NULL;
	struct sv family = {spec.p, colon ? (size_t)(colon - spec.p) : spec.n};
	struct sv rest = colon ? sv_from(spec, family.n + 1) : (struct sv){"", 0};

	*t = (struct target){.probe = probe_find(family), .cpu = -1};
	*expected = NULL;
	if (!colon && (t->probe == PROBE_COUNT || probes[t->probe].rest != REST_NOTHING))
		return TARGET_NO_FAMILY;
	if (t->probe == PROBE_COUNT)
		return TARGET_UNKNOWN_FAMILY;
	t->rest = sv_dup(a, rest);
	if (memchr(spec.p, '\0', spec.n) || spec.n > 4096)
		*expected = "text without NUL bytes of at most 4096 bytes";
	else
		*expected = read_rest(a, t, rest);
	return *expected ? TARGET_BAD_REST : TARGET_GOOD;
}
