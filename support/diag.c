/* diag.c - see diag.h. Rendering: text with the source line and a caret, short, JSON, SARIF. */
#include "support/diag.h"

#include <jansson.h>
#include <stdlib.h>

static const char *const severity_name[] = {"note", "warning", "error"};
static const char *const severity_color[] = {"\033[1;36m", "\033[1;33m", "\033[1;31m"};

static bool is_off(const struct diag_sink *s, uint32_t code)
{
	return code < 256 && (s->off[code / 64] >> (code % 64) & 1);
}

bool diag_set(struct diag_sink *s, struct sv id, bool on)
{
	for (uint32_t i = 0; i < s->ncodes && i < 256; i++) {
		if (!sv_is(id, s->codes[i].id))
			continue;
		if (on)
			s->off[i / 64] &= ~(1ull << (i % 64));
		else
			s->off[i / 64] |= 1ull << (i % 64);
		return true;
	}
	return false;
}

/* Where a diagnostic goes that is not shown: the caller may still add help to it. */
static struct diag *discarded(struct diag_sink *s)
{
	return arena_new(s->arena, struct diag);
}

struct diag *diag_report(struct diag_sink *s, uint32_t code, struct span at, ...)
{
	const struct diag_code *c;
	struct diag *d;
	va_list ap;

	NB_ASSERT(code < s->ncodes);
	c = &s->codes[code];
	if (c->severity < DIAG_ERROR && is_off(s, code))
		return discarded(s);
	for (uint32_t i = 0; i < s->diags.n; i++) {
		d = &s->diags.v[i];
		if (d->code == code && memcmp(&d->at, &at, sizeof(at)) == 0)
			return discarded(s);
	}
	d = vec_add(s->arena, &s->diags);
	d->code = code;
	d->severity = c->severity == DIAG_WARNING && s->werror ? DIAG_ERROR : c->severity;
	d->at = at;
	d->order = s->diags.n;
	va_start(ap, at);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	d->message = arena_vprintf(s->arena, c->message, ap);
#pragma GCC diagnostic pop
	va_end(ap);
	s->errors += d->severity == DIAG_ERROR;
	s->warnings += d->severity == DIAG_WARNING;
	return d;
}

struct diag_mark diag_mark(const struct diag_sink *s)
{
	return (struct diag_mark){s->diags.n, s->errors, s->warnings};
}

void diag_rewind(struct diag_sink *s, struct diag_mark mark)
{
	s->diags.n = mark.n;
	s->errors = mark.errors;
	s->warnings = mark.warnings;
}

bool diag_failed_since(const struct diag_sink *s, struct diag_mark mark)
{
	for (uint32_t i = mark.n; i < s->diags.n; i++)
		if (s->codes[s->diags.v[i].code].severity == DIAG_ERROR)
			return true;
	return false;
}

void diag_help(struct diag_sink *s, struct diag *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	d->help = arena_vprintf(s->arena, fmt, ap);
	va_end(ap);
}

static int by_place(const void *pa, const void *pb)
{
	const struct diag *a = pa, *b = pb;

	if (a->at.file != b->at.file)
		return a->at.file < b->at.file ? -1 : 1;
	if (a->at.start != b->at.start)
		return a->at.start < b->at.start ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* The line with tabs shown as they are, and carets below with the same tabs. */
static void print_excerpt(const struct diag_sink *s, FILE *out, struct span at, const char *label,
			  const char *color)
{
	struct place p = source_place(s->sources, at);
	struct sv line = source_line(s->sources, at.file, p.line);
	const struct source_file *f = source_get(s->sources, at.file);
	size_t start = at.start - f->lines[p.line - 1];
	size_t end = at.end - f->lines[p.line - 1];
	size_t shift = 0;

	if (start > line.n)
		start = line.n;
	if (end > line.n)
		end = line.n;
	if (line.n > 240) { /* a machine-made line: show the part around the place */
		shift = start > 80 ? start - 80 : 0;
		while (shift && ((unsigned char)line.p[shift] & 0xc0) == 0x80)
			shift--;
		line = (struct sv){line.p + shift, line.n - shift > 200 ? 200 : line.n - shift};
		start -= shift;
		end = end > shift + line.n ? line.n : end - shift;
	}
	fprintf(out, " %5u | ", p.line);
	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];

		fputc(c < 0x20 && c != '\t' ? '?' : c, out);
	}
	fputs("\n       | ", out);
	for (size_t i = 0; i < start; i++)
		if (((unsigned char)line.p[i] & 0xc0) != 0x80)
			fputc(line.p[i] == '\t' ? '\t' : ' ', out);
	fputs(color ? color : "", out);
	fputc('^', out);
	for (size_t i = start + 1; i < end; i++)
		if (((unsigned char)line.p[i] & 0xc0) != 0x80)
			fputc('~', out);
	if (label)
		fprintf(out, " %s", label);
	fputs(color ? "\033[0m\n" : "\n", out);
}

static void render_text(const struct diag_sink *s, const struct diag *d, FILE *out, bool color)
{
	const char *on = color ? severity_color[d->severity] : "";
	const char *off = color ? "\033[0m" : "";

	if (d->at.file) {
		struct place p = source_place(s->sources, d->at);

		fprintf(out, "%s:%u:%u: ", source_get(s->sources, d->at.file)->path, p.line, p.col);
	}
	fprintf(out, "%s%s%s: %s [%s]\n", on, severity_name[d->severity], off, d->message,
		s->codes[d->code].id);
	if (d->at.file)
		print_excerpt(s, out, d->at, NULL, color ? on : NULL);
	if (d->also.file)
		print_excerpt(s, out, d->also, d->also_text, color ? severity_color[0] : NULL);
	if (d->help)
		fprintf(out, "       = help: %s\n", d->help);
}

static void render_short(const struct diag_sink *s, const struct diag *d, FILE *out)
{
	if (d->at.file) {
		struct place p = source_place(s->sources, d->at);

		fprintf(out, "%s:%u:%u: ", source_get(s->sources, d->at.file)->path, p.line, p.col);
	}
	fprintf(out, "%s: %s [%s]\n", severity_name[d->severity], d->message, s->codes[d->code].id);
	if (d->help)
		fprintf(out, "  help: %s\n", d->help);
}

/* A JSON string of bytes that may not be UTF-8: those are shown as '?'. */
static json_t *json_text(const struct diag_sink *s, const char *text)
{
	json_t *j = json_string(text);
	char *copy;

	if (j)
		return j;
	copy = arena_strndup(s->arena, text, strlen(text));
	for (char *p = copy; *p; p++)
		if ((unsigned char)*p >= 0x80)
			*p = '?';
	return json_string(copy);
}

static json_t *json_place(const struct diag_sink *s, struct span at)
{
	struct span end = {at.file, at.end, at.end};
	struct place a = source_place(s->sources, at), b = source_place(s->sources, end);

	return json_pack("{s:i,s:i,s:i,s:i,s:i,s:i}", "line", (int)a.line, "column", (int)a.col,
			 "end_line", (int)b.line, "end_column", (int)b.col, "start", (int)at.start,
			 "end", (int)at.end);
}

static void render_json(const struct diag_sink *s, const struct diag *d, FILE *out)
{
	json_t *o = json_object();

	json_object_set_new(o, "severity", json_string(severity_name[d->severity]));
	json_object_set_new(o, "code", json_string(s->codes[d->code].id));
	json_object_set_new(o, "message", json_text(s, d->message));
	if (d->help)
		json_object_set_new(o, "help", json_text(s, d->help));
	if (d->at.file) {
		json_object_set_new(o, "file",
				    json_text(s, source_get(s->sources, d->at.file)->path));
		json_object_set_new(o, "span", json_place(s, d->at));
	}
	json_dumpf(o, out, JSON_COMPACT);
	fputc('\n', out);
	json_decref(o);
}

static json_t *sarif_result(const struct diag_sink *s, const struct diag *d)
{
	json_t *r = json_object(), *region;
	char *text = d->help ? arena_printf(s->arena, "%s (help: %s)", d->message, d->help)
			     : arena_printf(s->arena, "%s", d->message);

	json_object_set_new(r, "ruleId", json_string(s->codes[d->code].id));
	json_object_set_new(r, "level", json_string(severity_name[d->severity]));
	json_object_set_new(r, "message", json_pack("{s:o}", "text", json_text(s, text)));
	if (d->at.file) {
		json_t *p = json_place(s, d->at);

		region = json_pack("{s:O,s:O,s:O,s:O}", "startLine", json_object_get(p, "line"),
				   "startColumn", json_object_get(p, "column"), "endLine",
				   json_object_get(p, "end_line"), "endColumn",
				   json_object_get(p, "end_column"));
		json_decref(p);
		json_object_set_new(
			r, "locations",
			json_pack("[{s:{s:{s:o},s:o}}]", "physicalLocation", "artifactLocation",
				  "uri", json_text(s, source_get(s->sources, d->at.file)->path),
				  "region", region));
	}
	return r;
}

static void render_sarif(const struct diag_sink *s, FILE *out)
{
	json_t *results = json_array(), *rules = json_array(), *doc;

	for (uint32_t i = 0; i < s->diags.n; i++)
		json_array_append_new(results, sarif_result(s, &s->diags.v[i]));
	for (uint32_t i = 0; i < s->ncodes; i++)
		json_array_append_new(rules, json_pack("{s:s,s:{s:s}}", "id", s->codes[i].id,
						       "fullDescription", "text",
						       s->codes[i].explain));
	doc = json_pack("{s:s,s:s,s:[{s:{s:{s:s,s:o}},s:o}]}", "$schema",
			"https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0", "runs",
			"tool", "driver", "name", "nubpfc", "rules", rules, "results", results);
	json_dumpf(doc, out, JSON_INDENT(1));
	fputc('\n', out);
	json_decref(doc);
}

void diag_render(struct diag_sink *s, FILE *out, enum diag_format format, bool color)
{
	uint32_t shown = s->diags.n;

	if (s->diags.n)
		qsort(s->diags.v, s->diags.n, sizeof(*s->diags.v), by_place);
	if (format == DIAG_SARIF) {
		render_sarif(s, out);
		return;
	}
	if (format == DIAG_TEXT && shown > DIAG_MAX_SHOWN)
		shown = DIAG_MAX_SHOWN;
	for (uint32_t i = 0; i < shown; i++) {
		const struct diag *d = &s->diags.v[i];

		if (format == DIAG_TEXT)
			render_text(s, d, out, color);
		else if (format == DIAG_SHORT)
			render_short(s, d, out);
		else
			render_json(s, d, out);
	}
	if (shown < s->diags.n)
		fprintf(out, "%u more diagnostics are not shown\n", s->diags.n - shown);
}
