/*
 * trigger.c - makes system calls for the benchmarks: `trigger WHAT N`, N times.
 *
 *   read     one byte of /dev/zero
 *   write    one byte to /dev/null
 *   openat   /etc/hostname, which is closed again
 *   exit     a process that ends at once
 *   wait     a round trip between two threads' pipes, on one cpu
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void must(long result)
{
	if (result < 0) {
		perror("trigger");
		exit(1);
	}
}

static void on_one_cpu(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(0, &set);
	must(sched_setaffinity(0, sizeof(set), &set));
}

static void wait_in_turn(long n)
{
	int there[2], back[2];
	char byte = 0;
	pid_t pid;

	must(pipe(there));
	must(pipe(back));
	pid = fork();
	must(pid);
	if (pid == 0) {
		for (long i = 0; i < n; i++) {
			must(read(there[0], &byte, 1));
			must(write(back[1], &byte, 1));
		}
		_exit(0);
	}
	for (long i = 0; i < n; i++) {
		must(write(there[1], &byte, 1));
		must(read(back[0], &byte, 1));
	}
	must(waitpid(pid, NULL, 0));
}

static void end_processes(long n)
{
	for (long i = 0; i < n; i++) {
		pid_t pid = fork();

		must(pid);
		if (pid == 0)
			_exit((int)(i & 7));
		must(waitpid(pid, NULL, 0));
	}
}

int main(int argc, char **argv)
{
	const char *what = argc == 3 ? argv[1] : "";
	long n = argc == 3 ? atol(argv[2]) : 0;
	int zero = open("/dev/zero", O_RDONLY), null = open("/dev/null", O_WRONLY);
	char byte = 0;

	must(zero);
	must(null);
	on_one_cpu();
	if (strcmp(what, "wait") == 0)
		wait_in_turn(n);
	else if (strcmp(what, "exit") == 0)
		end_processes(n);
	for (long i = 0; i < n && strcmp(what, "read") == 0; i++)
		must(syscall(SYS_read, zero, &byte, 1));
	for (long i = 0; i < n && strcmp(what, "write") == 0; i++)
		must(syscall(SYS_write, null, &byte, 1));
	for (long i = 0; i < n && strcmp(what, "openat") == 0; i++) {
		long fd = syscall(SYS_openat, AT_FDCWD, "/etc/hostname", O_RDONLY);

		must(fd);
		must(syscall(SYS_close, fd));
	}
	return 0;
}
