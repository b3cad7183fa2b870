/*
 * trigger.c - makes the kernel do something N times, for the benchmarks and the tests of their
 * pairs: `trigger WHAT N [CPU]`; WHAT is a row of the table at the end.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FAR = 44, PORT = 44444, SLOW_NS = 12000000, LARGE = 1 << 20, BLOCK = 4096, BLOCKS = 64 };

static char buffer[LARGE] __attribute__((aligned(BLOCK)));

static int must(long result)
{
	if (result < 0) {
		perror("trigger");
		exit(1);
	}
	return (int)result;
}

static void on_one_cpu(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	must(sched_setaffinity(0, sizeof(set), &set));
}

static void read_from(int fd, size_t bytes, long n)
{
	while (n-- > 0)
		must(syscall(SYS_read, fd, buffer, bytes));
}

static void read_bytes(long n)
{
	read_from(must(open("/dev/zero", O_RDONLY)), 1, n);
}

static void read_large(long n)
{
	read_from(must(open("/dev/zero", O_RDONLY)), LARGE, n);
}

static void read_far(long n)
{
	read_from(must(dup2(must(open("/dev/zero", O_RDONLY)), FAR)), 1, n);
}

static void read_folder(long n)
{
	int fd = must(open("/", O_RDONLY));

	while (n-- > 0)
		if (syscall(SYS_read, fd, buffer, 1) >= 0 || errno != EISDIR)
			must(-1);
}

static void read_slowly(long n)
{
	struct itimerspec wait = {.it_value = {0, SLOW_NS}};
	int timer = must(timerfd_create(CLOCK_MONOTONIC, 0));

	while (n-- > 0) {
		must(timerfd_settime(timer, 0, &wait, NULL));
		read_from(timer, sizeof(uint64_t), 1);
	}
}

static void write_bytes(long n)
{
	int fd = must(open("/dev/null", O_WRONLY));

	while (n-- > 0)
		must(syscall(SYS_write, fd, buffer, 1));
}

static void write_to_disk(long n)
{
	const char *folder = getenv("TMPDIR");
	char path[4096];
	int fd;

	snprintf(path, sizeof(path), "%s/disk", folder ? folder : "/tmp");
	fd = must(open(path, O_RDWR | O_CREAT, 0600));
	while (n-- > 0) {
		must(pwrite(fd, buffer, BLOCK, n % BLOCKS * BLOCK));
		must(fdatasync(fd));
	}
	must(unlink(path));
}

static void open_files(long n)
{
	while (n-- > 0)
		must(close(must(syscall(SYS_openat, AT_FDCWD, "/etc/hostname", O_RDONLY))));
}

static void ask_priority(long n)
{
	while (n-- > 0)
		must(syscall(SYS_getpriority, PRIO_PROCESS, 0));
}

static void end_processes(long n)
{
	while (n-- > 0) {
		pid_t pid = must(fork());

		if (pid == 0)
			_exit((int)(n & 7));
		must(waitpid(pid, NULL, 0));
	}
}

/* One waits while the other runs. */
static void wait_in_turn(long n)
{
	int there[2], back[2];
	pid_t pid;

	must(pipe(there));
	must(pipe(back));
	pid = must(fork());
	for (long i = 0; i < n; i++) {
		if (pid == 0) {
			must(read(there[0], buffer, 1));
			must(write(back[1], buffer, 1));
		} else {
			must(write(there[1], buffer, 1));
			must(read(back[0], buffer, 1));
		}
	}
	if (pid == 0)
		_exit(0);
	must(waitpid(pid, NULL, 0));
}

static void connect_here(long n)
{
	struct sockaddr_in here = {.sin_family = AF_INET,
				   .sin_port = htons(PORT),
				   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int server = must(socket(AF_INET, SOCK_STREAM, 0)), on = 1;

	must(setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)));
	must(bind(server, (struct sockaddr *)&here, sizeof(here)));
	must(listen(server, 8));
	while (n-- > 0) {
		int client = must(socket(AF_INET, SOCK_STREAM, 0));

		must(connect(client, (struct sockaddr *)&here, sizeof(here)));
		must(close(must(accept(server, NULL, NULL))));
		must(close(client));
	}
}

static const struct {
	const char *name;
	void (*times)(long n);
	const char *help;
} triggers[] = {
	{"read", read_bytes, "one byte of /dev/zero"},
	{"large", read_large, "1 MiB of /dev/zero"},
	{"far", read_far, "one byte, from descriptor 44"},
	{"fail", read_folder, "a read that fails with EISDIR"},
	{"slow", read_slowly, "a read that takes 12 ms"},
	{"write", write_bytes, "one byte to /dev/null"},
	{"disk", write_to_disk, "a block of a file in $TMPDIR, onto the disk"},
	{"openat", open_files, "/etc/hostname, which is closed again"},
	{"priority", ask_priority, "a system call that few make"},
	{"exit", end_processes, "a process that ends at once"},
	{"wait", wait_in_turn, "a round trip between two processes on one cpu"},
	{"tcp", connect_here, "a connection to this host, port 44444"},
};

int main(int argc, char **argv)
{
	on_one_cpu(argc == 4 ? atoi(argv[3]) : 0);
	for (size_t i = 0; (argc == 3 || argc == 4) && i < sizeof(triggers) / sizeof(*triggers); i++) {
		if (strcmp(argv[1], triggers[i].name) == 0) {
			triggers[i].times(atol(argv[2]));
			return 0;
		}
	}
	fputs("usage: trigger WHAT N [CPU]\n", stderr);
	for (size_t i = 0; i < sizeof(triggers) / sizeof(*triggers); i++)
		fprintf(stderr, "  %-9s %s\n", triggers[i].name, triggers[i].help);
	return 2;
}
