/*
 * tracepoint_format.c - payloads of tracepoints from the text of tracefs' format files.
 *
 * A format file is text, one line a field:
 *	field:const char * filename;	offset:24;	size:8;	signed:0;
 * Lines that do not read so are left out, and so are the common_* fields.
 */
#include "frontend/tracepoint_source.h"

enum { PAYLOAD_MAX_BYTES = 1 << 16 };

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

static struct sv trim(struct sv s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = sv_from(s, 1);
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

/* Cuts what stands before the first `end` off *rest; all of it when there is none. */
static struct sv cut(struct sv *rest, char end)
{
	const char *p = rest->n ? memchr(rest->p, end, rest->n) : NULL;
	struct sv head = {rest->p, p ? (size_t)(p - rest->p) : rest->n};

	*rest = sv_from(*rest, head.n + (p ? 1 : 0));
	return head;
}

/* "offset:24" with the given key into *n, at most PAYLOAD_MAX_BYTES. */
static bool number(struct sv part, struct sv key, uint32_t *n)
{
	part = trim(part);
	if (!sv_starts(part, key))
		return false;
	part = sv_from(part, key.n);
	if (!part.n)
		return false;
	*n = 0;
	for (size_t i = 0; i < part.n; i++) {
		if (part.p[i] < '0' || part.p[i] > '9')
			return false;
		*n = *n * 10 + (uint32_t)(part.p[i] - '0');
		if (*n > PAYLOAD_MAX_BYTES)
			return false;
	}
	return true;
}

/* "char prev_comm[16]" into name and type "char[16]". */
static bool declaration(struct arena *a, struct sv decl, struct sv *name, struct sv *c_type)
{
	struct sv dims = {"", 0}, type;
	size_t end, start;

	decl = trim(decl);
	if (decl.n && decl.p[decl.n - 1] == ']') {
		const char *open = memchr(decl.p, '[', decl.n);

		/* `__data_loc char[] name` has its brackets before the name. */
		if (!open)
			return false;
		dims = sv_from(decl, (size_t)(open - decl.p));
		decl.n = (size_t)(open - decl.p);
		decl = trim(decl);
	}
	end = decl.n;
	for (start = end; start && is_word(decl.p[start - 1]);)
		start--;
	type = trim((struct sv){decl.p, start});
	if (start == end || !type.n || memchr(decl.p, '\0', decl.n))
		return false;
	*name = (struct sv){arena_strndup(a, decl.p + start, end - start), end - start};
	*c_type = sv_cstr(arena_printf(a, SV_FMT SV_FMT, SV_ARG(type), SV_ARG(dims)));
	return true;
}

static bool contains(struct sv s, const char *word)
{
	return memmem(s.p, s.n, word, strlen(word)) != NULL;
}

static void classify(struct tp_field *f, uint32_t sign)
{
	struct sv t = f->c_type;
	bool word = f->size == 1 || f->size == 2 || f->size == 4 || f->size == 8;

	f->kind = TP_BYTES;
	if (contains(t, "__data_loc ") || contains(t, "__rel_loc ")) {
		if (sv_is(t, "__data_loc char[]") && f->size == 4)
			f->kind = TP_DATA_LOC;
	} else if (t.p[t.n - 1] == ']') {
		if (sv_starts(t, SV("char[")))
			f->kind = TP_CHARS;
	} else if (t.p[t.n - 1] == '*' && f->size == 8) {
		f->kind = contains(t, "__user") ? TP_USER_PTR : TP_KERNEL_PTR;
		f->is_string = sv_is(t, "const char *") || sv_is(t, "char *");
	} else if ((sv_is(t, "bool") || sv_is(t, "_Bool")) && f->size == 1) {
		f->kind = TP_BOOL;
	} else if (word && !sv_starts(t, SV("struct ")) && !sv_starts(t, SV("union "))) {
		f->kind = TP_INT;
		f->is_signed = sign != 0;
	}
}

static bool field_line(struct arena *a, struct sv line, bool is_syscall, struct tp_field *f)
{
	const struct sv field = SV("field:");
	uint32_t sign = 0;
	struct sv decl;

	line = trim(line);
	if (!sv_starts(line, field))
		return false;
	line = sv_from(line, field.n);
	decl = cut(&line, ';');
	if (!declaration(a, decl, &f->name, &f->c_type) || sv_starts(f->name, SV("common_")))
		return false;
	if (!number(cut(&line, ';'), SV("offset:"), &f->offset) ||
	    !number(cut(&line, ';'), SV("size:"), &f->size) || !f->size)
		return false;
	number(cut(&line, ';'), SV("signed:"), &sign);
	classify(f, sign);
	if (is_syscall && f->size == 8 && !sv_is(f->name, "ret"))
		syscall_narrow(f);
	return true;
}

bool tp_parse_format(struct arena *a, struct sv text, bool is_syscall, tp_fields *out)
{
	while (text.n) {
		struct tp_field f = {0};

		if (field_line(a, cut(&text, '\n'), is_syscall, &f))
			vec_push(a, out, f);
	}
	return out->n != 0;
}
