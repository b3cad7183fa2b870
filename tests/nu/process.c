/* process.c - see process.h. */
#include "tests/nu/process.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* What takes longer hangs. */
enum { PROCESS_SECONDS = 180 };

int batch_run(const char *const *argv, const char *out, const char *err)
{
	pid_t pid = fork();
	int status = 0;

	NB_ASSERT(pid >= 0);
	if (pid == 0) {
		int in_fd = open("/dev/null", O_RDONLY),
		    out_fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0644),
		    err_fd = open(err, O_WRONLY | O_CREAT | O_TRUNC, 0644);

		if (dup2(in_fd, 0) < 0 || dup2(out_fd, 1) < 0 || dup2(err_fd, 2) < 0)
			_exit(127);
		alarm(PROCESS_SECONDS);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

const char *batch_read(struct arena *a, const char *path)
{
	struct buf b = {.arena = a};
	FILE *f = fopen(path, "r");
	int c;

	buf_puts(&b, "");
	while (f && (c = getc(f)) != EOF)
		buf_putc(&b, (char)c);
	if (f)
		fclose(f);
	return b.p;
}

void batch_write(const char *path, const struct buf *text)
{
	FILE *f = fopen(path, "w");
	bool good = f && fwrite(text->p, 1, text->n, f) == text->n;

	if (!f || fclose(f) || !good) {
		perror(path);
		_exit(74);
	}
}

uint64_t batch_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec;
}
