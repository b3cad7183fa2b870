/*
 * line_info.c - from an instruction of an object to the source line that made it.
 *
 * libbpf reads .BTF.ext for itself only, so the table is walked here, as
 * Documentation/bpf/btf.rst of the kernel describes it. Nothing in it is trusted.
 */
#include "loader/line_info.h"

#include <linux/bpf.h>
#include <linux/btf.h>

struct ext_header {
	uint16_t magic;
	uint8_t version, flags;
	uint32_t header_bytes;
	uint32_t func_at, func_bytes;
	uint32_t line_at, line_bytes;
};

/* `size` bytes at `at`, or false; the bytes before them are skipped. */
static bool take(struct sv bytes, size_t at, void *into, size_t size)
{
	if (at > bytes.n || size > bytes.n - at)
		return false;
	memcpy(into, bytes.p + at, size);
	return true;
}

static struct sv cut(struct sv bytes, uint64_t at, uint64_t size)
{
	if (at > bytes.n || size > bytes.n - at)
		return (struct sv){bytes.p, 0};
	return (struct sv){bytes.p + at, (size_t)size};
}

static struct sv btf_strings(const struct elf_file *f)
{
	const struct elf_section *s = elf_file_section(f, ".BTF");
	struct btf_header h;

	if (!s || !take(s->bytes, 0, &h, sizeof(h)) || h.magic != BTF_MAGIC)
		return (struct sv){"", 0};
	return cut(s->bytes, (uint64_t)h.hdr_len + h.str_off, h.str_len);
}

static struct sv line_table(const struct elf_file *f)
{
	const struct elf_section *s = elf_file_section(f, ".BTF.ext");
	struct ext_header h;

	if (!s || !take(s->bytes, 0, &h, sizeof(h)) || h.magic != BTF_MAGIC)
		return (struct sv){"", 0};
	return cut(s->bytes, (uint64_t)h.header_bytes + h.line_at, h.line_bytes);
}

static const char *string_at(struct sv strings, uint32_t at)
{
	if (at >= strings.n || !memchr(strings.p + at, 0, strings.n - at))
		return "";
	return strings.p + at;
}

/* The last of `n` records that starts at or before byte `offset` of its section. */
static bool find_record(struct sv records, uint32_t record_bytes, uint32_t n, uint64_t offset,
			struct bpf_line_info *found)
{
	struct bpf_line_info info;
	bool any = false;

	for (uint32_t i = 0; i < n; i++) {
		if (!take(records, (size_t)i * record_bytes, &info, sizeof(info)))
			return false;
		if (info.insn_off <= offset && (!any || info.insn_off >= found->insn_off)) {
			*found = info;
			any = true;
		}
	}
	return any;
}

bool line_info_find(const struct elf_file *f, const char *symbol, uint32_t insn,
		    struct line_place *place)
{
	struct sv strings = btf_strings(f), table = line_table(f);
	uint32_t record_bytes, head[2]; /* name of the section, number of records */
	struct bpf_line_info info = {0};
	struct elf_symbol s;
	uint64_t offset;

	if (!elf_file_symbol(f, symbol, &s) || (uint64_t)insn * sizeof(struct bpf_insn) >= s.size)
		return false;
	offset = s.value + (uint64_t)insn * sizeof(struct bpf_insn);
	if (!take(table, 0, &record_bytes, sizeof(record_bytes)) ||
	    record_bytes < sizeof(struct bpf_line_info))
		return false;
	for (table = sv_from(table, sizeof(record_bytes)); take(table, 0, head, sizeof(head));
	     table = sv_from(table, (size_t)head[1] * record_bytes)) {
		table = sv_from(table, sizeof(head));
		if (strcmp(string_at(strings, head[0]), s.section->name) != 0 ||
		    !find_record(table, record_bytes, head[1], offset, &info) ||
		    info.insn_off < s.value)
			continue;
		*place = (struct line_place){
			.file = string_at(strings, info.file_name_off),
			.line = BPF_LINE_INFO_LINE_NUM(info.line_col),
			.col = BPF_LINE_INFO_LINE_COL(info.line_col),
			.text = string_at(strings, info.line_off),
		};
		return true;
	}
	return false;
}
