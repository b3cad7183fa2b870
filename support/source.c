/* source.c - see source.h. */
#include "support/source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SOURCE_MAX_BYTES = 64 << 20 };

uint32_t source_add(struct source_set *s, const char *path, const char *name, struct sv text)
{
	struct source_file f = {.path = path, .name = name, .text = text};
	uint32_t n = 1;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	f.lines = arena_array(s->arena, uint32_t, n);
	f.nlines = n;
	n = 1;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '\n')
			f.lines[n++] = (uint32_t)i + 1;
	vec_push(s->arena, &s->files, f);
	return s->files.n;
}

int source_read(struct source_set *s, const char *path, const char *name)
{
	struct buf b = {.arena = s->arena};
	char block[16384];
	bool is_stdin = strcmp(path, "-") == 0;
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	ssize_t n;
	int err = 0;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		err = -EISDIR;
	while (!err && (n = read(fd, block, sizeof(block))) != 0) {
		if (n < 0) {
			if (errno == EINTR)
				continue;
			err = -errno;
		} else if (b.n + (size_t)n > SOURCE_MAX_BYTES) {
			err = -EFBIG;
		} else {
			buf_write(&b, block, (size_t)n);
		}
	}
	if (!is_stdin)
		close(fd);
	if (err)
		return err;
	return (int)source_add(s, path, name, (struct sv){b.p ? b.p : "", b.n});
}

const struct source_file *source_get(const struct source_set *s, uint32_t file)
{
	NB_ASSERT(file >= 1 && file <= s->files.n);
	return &s->files.v[file - 1];
}

struct place source_place(const struct source_set *s, struct span at)
{
	const struct source_file *f;
	uint32_t lo = 0, hi, col = 1;

	if (!at.file)
		return (struct place){0, 0};
	f = source_get(s, at.file);
	hi = f->nlines;
	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (f->lines[mid] <= at.start)
			lo = mid;
		else
			hi = mid;
	}
	for (uint32_t i = f->lines[lo]; i < at.start && i < f->text.n; i++)
		col += ((unsigned char)f->text.p[i] & 0xc0) != 0x80;
	return (struct place){lo + 1, col};
}

struct sv source_line(const struct source_set *s, uint32_t file, uint32_t line)
{
	const struct source_file *f = source_get(s, file);
	uint32_t start, end;

	if (line < 1 || line > f->nlines)
		return (struct sv){"", 0};
	start = f->lines[line - 1];
	end = line < f->nlines ? f->lines[line] - 1 : (uint32_t)f->text.n;
	if (end > start && f->text.p[end - 1] == '\r')
		end--;
	return (struct sv){f->text.p + start, end - start};
}
