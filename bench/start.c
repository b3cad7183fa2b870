/*
 * start.c - how long tracers take to be there and to be gone.
 *
 *   start RUNS COMMAND… [-- COMMAND…]…
 *
 * Each command traces openat. The commands run in turn, RUNS times, on cpu 0; this program opens a
 * file again and again on another cpu and asks the kernel about every BPF program that is new: the
 * tracer is attached when one of them has run, whatever it says itself. Then it is interrupted.
 * Prints for each command the medians: ms until it is attached, ms from the signal to its end, ms
 * of CPU, and KiB of the largest resident set.
 */
#include <bpf/bpf.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	MAX_RUNS = 1001,
	MAX_COMMANDS = 8,
	PATIENCE_MS = 30000,
	PAUSE_US = 100,
	SETTLE_US = 300000,
	AGAIN_MS = 2000
};

struct cost {
	double attached[MAX_RUNS], stopped[MAX_RUNS], cpu[MAX_RUNS];
	long rss_kib;
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void on_cpu(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static void fail(const char *what, const char *command)
{
	fprintf(stderr, "start: '%s' %s\n", command, what);
	exit(1);
}

static __u32 last_program(void)
{
	__u32 id = 0;

	while (!bpf_prog_get_next_id(id, &id))
		;
	return id;
}

static bool has_run(__u32 id)
{
	struct bpf_prog_info info = {0};
	__u32 size = sizeof(info);
	int fd = bpf_prog_get_fd_by_id(id);
	bool ran = fd >= 0 && !bpf_obj_get_info_by_fd(fd, &info, &size) && info.run_cnt;

	if (fd >= 0)
		close(fd);
	return ran;
}

/* A program that is newer than `last` has run. */
static bool is_attached(__u32 last)
{
	int fd = open("/etc/hostname", O_RDONLY);

	if (fd >= 0)
		close(fd);
	for (__u32 id = last; !bpf_prog_get_next_id(id, &id);)
		if (has_run(id))
			return true;
	return false;
}

static void begin(char **command)
{
	int null = open("/dev/null", O_RDWR);

	on_cpu(0);
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	execvp(command[0], command);
	_exit(127);
}

/* A signal that comes right before a process waits for others does not wake it: it comes again. */
static bool wait_for_end(pid_t pid, int *status, struct rusage *used)
{
	double start = now_ms(), again = start + AGAIN_MS;
	pid_t ended;

	while (!(ended = wait4(pid, status, WNOHANG, used))) {
		if (now_ms() - start > PATIENCE_MS)
			kill(pid, SIGKILL);
		if (now_ms() > again) {
			kill(pid, SIGINT);
			again += AGAIN_MS;
		}
		usleep(PAUSE_US);
	}
	return ended == pid;
}

static void run(char **command, struct cost *c, int n)
{
	__u32 last = last_program();
	double start = now_ms(), signalled;
	struct rusage used;
	int status;
	pid_t pid = fork();

	if (pid < 0)
		fail("cannot be started", command[0]);
	if (pid == 0)
		begin(command);
	while (!is_attached(last)) {
		if (now_ms() - start > PATIENCE_MS || waitpid(pid, &status, WNOHANG))
			fail("ended, or was not attached in time", command[0]);
		usleep(PAUSE_US);
	}
	c->attached[n] = now_ms() - start;
	/* Some only begin to listen for signals when they are attached. */
	usleep(SETTLE_US);
	signalled = now_ms();
	kill(pid, SIGINT);
	/* One that does not listen yet ends by the signal. */
	if (!wait_for_end(pid, &status, &used) || (status && WTERMSIG(status) != SIGINT))
		fail("does not end well", command[0]);
	c->stopped[n] = now_ms() - signalled;
	c->cpu[n] = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
		    (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3;
	c->rss_kib = used.ru_maxrss > c->rss_kib ? used.ru_maxrss : c->rss_kib;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof(*v), compare);
	return v[n / 2];
}

int main(int argc, char **argv)
{
	static struct cost costs[MAX_COMMANDS];
	char **commands[MAX_COMMANDS];
	int runs = argc > 2 ? atoi(argv[1]) : 0, n = 0;

	for (int i = 2; i < argc; i++) {
		if (i == 2 || !argv[i - 1])
			commands[n++ % MAX_COMMANDS] = argv + i;
		if (strcmp(argv[i], "--") == 0)
			argv[i] = NULL;
	}
	if (runs < 1 || runs > MAX_RUNS || n < 1 || n > MAX_COMMANDS) {
		fprintf(stderr, "usage: start RUNS COMMAND... [-- COMMAND...]...\n");
		return 2;
	}
	on_cpu(sysconf(_SC_NPROCESSORS_ONLN) > 1 ? 1 : 0);
	if (bpf_enable_stats(BPF_STATS_RUN_TIME) < 0)
		fail("finds no statistics of the kernel: are you root?", "start");
	/* One more run of each first, to have the files in memory. */
	for (int r = -1; r < runs; r++)
		for (int i = 0; i < n; i++)
			run(commands[i], &costs[i], r < 0 ? 0 : r);
	for (int i = 0; i < n; i++)
		printf("%.2f %.2f %.2f %ld\n", median(costs[i].attached, runs),
		       median(costs[i].stopped, runs), median(costs[i].cpu, runs),
		       costs[i].rss_kib);
	return 0;
}
