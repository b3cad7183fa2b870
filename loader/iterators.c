/*
 * iterators.c - see iterators.h.
 *
 * Reading a file of the iterator's runs its program over the elements. The program writes nothing
 * into the file; when the ring buffer is half full it has the kernel stop, which the read says with
 * EAGAIN.
 */
#include "loader/iterators.h"

#include <errno.h>
#include <unistd.h>

static bool is_iterator(const struct session *s, uint32_t i)
{
	const struct manifest_program *p = &s->object->manifest->programs.v[i];

	return s->programs[i] && probes[family_find(p->family)->probe].args == ARGS_ITER;
}

static int explain(struct session *s, uint32_t i, int error)
{
	const struct manifest_program *p = &s->object->manifest->programs.v[i];
	int code = failure_set(s->why, EXIT_OBJECT, "%s:%u:%u: cannot go on with 'iter:%s': %s",
			       p->file, p->line, p->col, p->target, failure_errno(s->why, error));

	/* cgroup_iter_seq_start() of kernel/bpf/cgroup_iter.c starts once only. */
	if (error == EOPNOTSUPP)
		failure_hint(s->why,
			     "the kernel goes over these in one go: give the rows more room "
			     "with --buffer");
	return code;
}

static int run_one(struct session *s, uint32_t i, struct stream *stream)
{
	int fd = bpf_iter_create(bpf_link__fd(s->attach[i].links.v[0])), error = 0;
	char nothing[4096];
	ssize_t n = 1;

	if (fd < 0)
		return explain(s, i, -fd);
	while (n && !error && !stream_look(stream)) {
		n = read(fd, nothing, sizeof(nothing));
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			error = errno;
	}
	close(fd);
	stream_look(stream);
	return error ? explain(s, i, error) : 0;
}

int iterators_run(struct session *s, struct stream *stream, uint32_t *n)
{
	int code = 0;

	*n = 0;
	for (uint32_t i = 0; !code && i < s->object->manifest->programs.n; i++) {
		if (!is_iterator(s, i) || !s->attach[i].links.n)
			continue;
		code = run_one(s, i, stream);
		++*n;
	}
	return code;
}

int iterators_refuse(struct session *s)
{
	for (uint32_t i = 0; i < s->object->manifest->programs.n; i++) {
		const struct manifest_program *p = &s->object->manifest->programs.v[i];

		if (!is_iterator(s, i))
			continue;
		failure_set(s->why, EXIT_USAGE, "--pin: '%s' runs while nubpf-load does", p->label);
		failure_hint(s->why, "choose the other programs with --only");
		return EXIT_USAGE;
	}
	return 0;
}
