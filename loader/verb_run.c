/*
 * verb_run.c - `nubpf run`: compiles a script and loads what came out, without a file between.
 */
#include "loader/load.h"
#include "loader/verbs.h"
#include "support/source.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* The compiler beside this program, else the one in $PATH. */
static const char *find_compiler(struct arena *a)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char *beside;
	char *slash;

	if (n > 0) {
		self[n] = 0;
		slash = strrchr(self, '/');
		beside = arena_printf(a, "%.*s/nubpfc", (int)(slash - self), self);
		if (access(beside, X_OK) == 0)
			return beside;
	}
	return "nubpfc";
}

/* Starts the compiler with its object on `out_fd`: 0 or -errno. */
static int start_compiler(struct arena *a, const char *file, int out_fd, pid_t *pid)
{
	const char *argv[] = {find_compiler(a), "-o", "-", "--", file, NULL};
	posix_spawn_file_actions_t actions;
	int err;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, out_fd, STDOUT_FILENO);
	err = posix_spawnp(pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return -err;
}

static int compile(struct arena *a, const char *file, struct sv *object, struct failure *why)
{
	struct source_set files = {.arena = a};
	int pipe_fds[2], err, status = 0, number;
	pid_t pid;

	if (pipe2(pipe_fds, O_CLOEXEC))
		return failure_set(why, EXIT_FILE, "cannot make a pipe: %s",
				   failure_errno(why, errno));
	err = start_compiler(a, file, pipe_fds[1], &pid);
	close(pipe_fds[1]);
	if (err) {
		close(pipe_fds[0]);
		return failure_set(why, EXIT_FILE, "cannot run nubpfc: %s",
				   failure_errno(why, err));
	}
	number = source_read(&files, arena_printf(a, "/proc/self/fd/%d", pipe_fds[0]), file);
	close(pipe_fds[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	/* What is wrong with the script the compiler has said. */
	if (WIFEXITED(status) && WEXITSTATUS(status))
		return WEXITSTATUS(status);
	if (!WIFEXITED(status))
		return failure_set(why, EXIT_OBJECT, "nubpfc was killed by signal %d",
				   WTERMSIG(status));
	if (number < 0)
		return failure_set(why, EXIT_FILE, "cannot read what nubpfc made: %s",
				   failure_errno(why, number));
	*object = source_get(&files, (uint32_t)number)->text;
	return 0;
}

static int compile_and_check(struct arena *a, const char *file, struct object *o,
			     struct failure *why)
{
	struct sv bytes;
	int code = compile(a, file, &bytes, why);

	*o = (struct object){.path = file};
	return code ? code : object_open(a, bytes, o, why);
}

int verb_run(struct arena *a, char *const *argv, struct failure *why)
{
	static const struct load_kind kind = {"nubpf run [options] FILE.nu", compile_and_check};

	return load_main(a, argv, &kind, why);
}
