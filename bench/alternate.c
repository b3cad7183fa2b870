/*
 * alternate.c - runs two commands in turn and says what each costs.
 *
 *   alternate RUNS COMMAND… -- COMMAND…
 *
 * Prints for each: median CPU time in µs (user + system, of the process and what it waited for)
 * and the largest resident set in KiB. A command that fails ends the measurement.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_RUNS = 1001 };

struct cost {
	long cpu_us[MAX_RUNS];
	long rss_kib;
};

static long micros(struct timeval t)
{
	return t.tv_sec * 1000000L + t.tv_usec;
}

static void run(char **command, struct cost *cost, int n)
{
	struct rusage used;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		execvp(command[0], command);
		perror(command[0]);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &used) < 0) {
		perror("alternate");
		exit(1);
	}
	if (status) {
		fprintf(stderr, "alternate: '%s' failed\n", command[0]);
		exit(1);
	}
	cost->cpu_us[n] = micros(used.ru_utime) + micros(used.ru_stime);
	if (used.ru_maxrss > cost->rss_kib)
		cost->rss_kib = used.ru_maxrss;
}

static int compare(const void *a, const void *b)
{
	long x = *(const long *)a, y = *(const long *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	static struct cost costs[2];
	int runs = argc > 2 ? atoi(argv[1]) : 0, split = 2;

	while (split < argc && strcmp(argv[split], "--") != 0)
		split++;
	if (runs < 1 || runs > MAX_RUNS || split + 1 >= argc) {
		fprintf(stderr, "usage: alternate RUNS COMMAND... -- COMMAND...\n");
		return 2;
	}
	argv[split] = NULL;
	/* One more run of each first, to have the files in memory. */
	for (int n = -1; n < runs; n++) {
		run(argv + 2, &costs[0], n < 0 ? 0 : n);
		run(argv + split + 1, &costs[1], n < 0 ? 0 : n);
	}
	for (int i = 0; i < 2; i++) {
		qsort(costs[i].cpu_us, (size_t)runs, sizeof(long), compare);
		printf("%ld %ld%c", costs[i].cpu_us[runs / 2], costs[i].rss_kib, i ? '\n' : ' ');
	}
	return 0;
}
