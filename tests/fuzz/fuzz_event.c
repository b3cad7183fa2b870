/*
 * fuzz_event.c - records of any bytes through every format, under a manifest with every kind of
 * field, and maps with keys of any bytes.
 *
 * The first byte, and the second where it says so, chooses format and options; then come records,
 * each behind a byte that is its event and a byte that makes its size wrong when it is large.
 */
#include "loader/aggregate.h"
#include "loader/entries.h"
#include "loader/render.h"
#include "loader/stacks.h"
#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char manifest[] =
	"{\"nubpf\":1,\"programs\":[{\"symbol\":\"p\",\"label\":\"p\",\"family\":\"kprobe\"}],"
	"\"events\":["
	"{\"name\":\"flat\",\"size\":63,\"fields\":["
	"{\"name\":\"a\",\"kind\":\"bool\",\"offset\":16},"
	"{\"name\":\"b\",\"offset\":17,\"size\":1},{\"name\":\"c\",\"offset\":18,\"size\":2},"
	"{\"name\":\"d\",\"kind\":\"uint\",\"offset\":20,\"size\":4},"
	"{\"name\":\"e\",\"kind\":\"duration\",\"offset\":24,\"null_at\":16},"
	"{\"name\":\"f\",\"kind\":\"filesize\",\"offset\":32},"
	"{\"name\":\"g\",\"kind\":\"ksym\",\"offset\":40},"
	"{\"name\":\"h\",\"kind\":\"string\",\"offset\":48,\"size\":15}]},"
	"{\"name\":\"deep\",\"size\":48,\"fields\":["
	"{\"name\":\"r\",\"kind\":\"record\",\"null_at\":47,\"fields\":["
	"{\"name\":\"s\",\"kind\":\"string\",\"offset\":20,\"size\":11,\"len_at\":16},"
	"{\"name\":\"t\",\"kind\":\"record\",\"fields\":[{\"name\":\"u\",\"kind\":\"binary\","
	"\"offset\":36,\"size\":7,\"len_at\":32},{\"name\":\"v\",\"kind\":\"nothing\"}]}]}]},"
	"{\"name\":\"line\",\"size\":48,\"fields\":[{\"name\":\"s\",\"kind\":\"string\","
	"\"offset\":20,\"size\":28,\"len_at\":16}],\"parts\":[\"s is \",0,\"\\n\"]},"
	"{\"name\":\"none\",\"size\":16},"
	"{\"name\":\"many\",\"size\":123,\"fields\":["
	"{\"name\":\"l\",\"kind\":\"list\",\"offset\":18,\"size\":90,\"places\":9,\"taken_at\":16,"
	"\"null_at\":108,\"fields\":[{\"kind\":\"record\",\"fields\":["
	"{\"name\":\"s\",\"kind\":\"string\",\"size\":3,\"len_at\":3},"
	"{\"name\":\"n\",\"kind\":\"list\",\"offset\":8,\"size\":2,\"places\":2,\"taken_at\":7,"
	"\"fields\":[{\"size\":1,\"null_at\":0}]}]}]},"
	"{\"name\":\"z\",\"kind\":\"list\"},"
	"{\"name\":\"x\",\"kind\":\"text\",\"null_at\":18,\"fields\":[{\"kind\":\"list\","
	"\"offset\":119,"
	"\"size\":4,\"places\":2,\"fields\":[{\"kind\":\"record\",\"fields\":[{\"name\":\"f\","
	"\"size\":1},"
	"{\"kind\":\"text\",\"fields\":[{\"kind\":\"string\",\"offset\":1,\"size\":1}],"
	"\"parts\":[0,\"!\"]}]}]}],\"parts\":[\"a\",0,\"b\"]},"
	"{\"name\":\"q\",\"kind\":\"list\",\"offset\":109,\"size\":10,\"places\":2,"
	"\"fields\":[{\"kind\":\"binary\",\"len_at\":0,\"offset\":4,\"size\":1}]}]},"
	"{\"name\":\"all\",\"size\":32,\"fields\":[{\"name\":\"l\",\"kind\":\"list\",\"offset\":16,"
	"\"size\":16,\"places\":4,\"fields\":[{\"kind\":\"int\",\"size\":4}]}],\"parts\":[0]},"
	"{\"name\":\"way\",\"size\":40,\"fields\":[{\"name\":\"k\",\"kind\":\"stack\",\"offset\":"
	"16,"
	"\"null_at\":24},{\"name\":\"c\",\"kind\":\"string\",\"offset\":25,\"size\":7},"
	"{\"kind\":\"list\",\"offset\":32,\"size\":8,\"places\":1,\"fields\":[{\"kind\":\"stack\"}]"
	"}]},"
	"{\"name\":\"one\",\"size\":24,\"is_scalar\":true,\"fields\":[{\"kind\":\"uint\","
	"\"offset\":16}]}],"
	"\"maps\":["
	"{\"symbol\":\"m0\",\"name\":\"c\",\"use\":\"count\",\"key\":{\"kind\":\"record\","
	"\"fields\":["
	"{\"name\":\"s\",\"kind\":\"string\",\"size\":8},{\"name\":\"n\",\"offset\":8,"
	"\"size\":4}]}},"
	"{\"symbol\":\"m1\",\"name\":\"h\",\"use\":\"hist\",\"unit\":\"duration\",\"bucket_at\":8,"
	"\"key\":{\"kind\":\"string\",\"size\":8}},"
	"{\"symbol\":\"m2\",\"name\":\"u\",\"use\":\"hist\",\"unit\":\"uint\",\"bucket_at\":8},"
	"{\"symbol\":\"m3\",\"name\":\"l\",\"use\":\"hist\",\"unit\":\"filesize\",\"linear\":true,"
	"\"low\":-9223372036854775808,\"high\":9223372036854775807,"
	"\"step\":1000000000000000},"
	"{\"symbol\":\"m4\",\"name\":\"k\",\"use\":\"count\",\"key\":{\"kind\":\"list\",\"size\":8,"
	"\"places\":4,\"taken_at\":8,\"fields\":[{\"size\":2}]}},"
	"{\"symbol\":\"m5\",\"name\":\"t\",\"use\":\"stats\",\"unit\":\"duration\",\"key\":{}},"
	"{\"symbol\":\"m6\",\"name\":\"a\",\"use\":\"avg\",\"unit\":\"int\"},"
	"{\"symbol\":\"m7\",\"name\":\"g\",\"use\":\"max\",\"unit\":\"uint\",\"key\":{\"size\":1}},"
	"{\"symbol\":\"m8\",\"name\":\"p\",\"use\":\"map\",\"key\":{\"size\":4},\"value\":"
	"{\"kind\":\"record\",\"fields\":[{\"name\":\"s\",\"kind\":\"string\",\"len_at\":4,\"size\":4},"
	"{\"name\":\"d\",\"kind\":\"filesize\",\"offset\":5,\"null_at\":0}]}},"
	"{\"symbol\":\"m9\",\"name\":\"q\",\"use\":\"map\",\"value\":{\"kind\":\"list\",\"size\":6,"
	"\"places\":3,\"taken_at\":6,\"fields\":[{\"kind\":\"uint\",\"size\":2}]}}]}";

enum { KEY_BYTES = 12, ROW_BYTES = KEY_BYTES + 1, MOST_ROWS = 32 };

struct input {
	const uint8_t *at;
	size_t left;
};

static uint8_t take_byte(struct input *in)
{
	if (!in->left)
		return 0;
	in->left--;
	return *in->at++;
}

#define FRAME(name, text)                                                                          \
	{                                                                                          \
		{name, sizeof(name) - 1},                                                          \
		{                                                                                  \
			text, sizeof(text) - 1                                                     \
		}                                                                                  \
	}
/* Stacks of up to three frames whose names are anything that stacks.c lets through. */
static const struct stack *stack_of(void *arg, uint64_t number)
{
	static const struct stack_frame frames[] = {FRAME("", ""), FRAME("a;b", "<&\"'>+0x1"),
						    FRAME("\\n é…", "\\n é… (inlined)")};
	static struct stack s = {.frames = frames};

	(void)arg;
	s.is_user = number & 1;
	s.nframes = number % 4;
	return &s;
}

/* A copy of its own size, so that a read beyond it is seen. */
static void send_record(struct render *r, const struct manifest *m, struct input *in)
{
	uint32_t event = take_byte(in) % (m->events.n + 1);
	uint8_t off = take_byte(in);
	size_t size = event < m->events.n ? m->events.v[event].size : 20;
	size_t n;
	uint8_t *record;

	if (off > 240)
		size = size + off - 248;
	n = size < in->left ? size : in->left;
	record = calloc(1, size + 1);
	if (!record)
		abort();
	if (n)
		memcpy(record, in->at, n);
	if (size >= sizeof(event))
		memcpy(record, &event, sizeof(event));
	in->at += n;
	in->left -= n;
	render_event(r, record, size);
	free(record);
}

/* The words of a row's tally are the byte behind its key, moved about. */
static void send_maps(struct render *r, const struct manifest *m, const uint8_t *bytes, size_t size)
{
	struct map_row rows[MOST_ROWS];
	uint64_t words[TALLY_COLUMNS];
	uint32_t n = 0;

	for (uint32_t i = 0; i < m->maps.n; i++) {
		const uint8_t *row = bytes;

		if (!aggregate_is_shown(&m->maps.v[i]))
			continue;
		for (n = 0; n < MOST_ROWS && size - (size_t)(row - bytes) >= ROW_BYTES; n++) {
			for (uint32_t k = 0; k < TALLY_COLUMNS; k++)
				words[k] = (uint64_t)row[KEY_BYTES] << (row[0] + 7 * k) % 56;
			rows[n] = (struct map_row){row, {0}};
			tally_add(&rows[n].tally, &m->maps.v[i], words);
			row += ROW_BYTES;
		}
		render_map(r, &m->maps.v[i], rows, n);
	}
}

/* Keys and values of maps of the script's own are the same bytes. */
static void send_entries(struct render *r, const struct manifest *m, const uint8_t *bytes,
			 size_t size)
{
	struct map_entry entries[MOST_ROWS];

	for (uint32_t i = 0; i < m->maps.n; i++) {
		bool has_key = m->maps.v[i].key.kind != WIRE_NOTHING;
		const uint8_t *row = bytes;
		uint32_t n = 0;

		if (!entries_are_shown(&m->maps.v[i]))
			continue;
		for (; n < MOST_ROWS && size - (size_t)(row - bytes) >= ROW_BYTES; n++) {
			entries[n] = (struct map_entry){has_key ? row : NULL, row,
							has_key && size % 2 ? row[0] : -1};
			row += ROW_BYTES;
		}
		render_entries(r, &m->maps.v[i], entries, n);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena a = {0};
	struct input in = {bytes, size};
	uint8_t how = take_byte(&in);
	struct render_options o = {
		.format = how & 64 ? take_byte(&in) % RENDER_FORMATS : how & 1,
		.fd = open("/dev/null", O_WRONLY),
		.own_maps = true,
		.timestamps = how & 2,
		.color = how & 4,
		.width = how & 8 ? 40 : 0,
		.is_terminal = how & 16,
		.stack = stack_of,
	};
	const char *error;
	struct manifest *m = manifest_read(&a, sv_cstr(manifest), &error);
	struct render *r;

	if (!m || o.fd < 0)
		abort();
	o.summary_fd = o.lines_fd = o.fd;
	r = render_open(&a, m, &o);
	while (in.left) {
		send_record(r, m, &in);
		if (how & 32)
			render_idle(r);
	}
	send_maps(r, m, bytes, size);
	send_entries(r, m, bytes, size);
	if (render_summary(r, &(struct load_summary){0}))
		abort();
	close(o.fd);
	arena_free(&a);
	return 0;
}
