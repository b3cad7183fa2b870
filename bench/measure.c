/*
 * measure.c - what the programs of BPF objects cost the kernel.
 *
 *   measure OBJECT
 *   measure ROUNDS OBJECT OBJECT [COMMAND…]
 *
 * Of one object: a line for each program, its name, instructions, instructions as they run, steps.
 * Prints a line for each object: instructions in the file, as they run (xlated), steps of
 * the verifier, bytes of stack of the deepest program, size of the object, and ns for each run, "-"
 * where a program cannot be attached here or the command makes none run. The objects are attached
 * in turn, ROUNDS times, each time while the command runs; the time is the least of the rounds,
 * from the kernel's statistics (BPF_ENABLE_STATS), which counts its own cost in. An object of
 * nubpfc's is loaded as nubpf-load does, what its parameters switch off folded away; others as
 * libbpf does.
 */
#include "loader/specialise.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOG_BYTES = 1 << 20, LOG_STATS = 4 };

struct cost {
	uint64_t instructions, xlated, steps, stack, bytes;
	double ns; /* 0: not known */
};

static int quiet(enum libbpf_print_level level, const char *format, va_list args)
{
	return level == LIBBPF_WARN && getenv("VERBOSE") ? vfprintf(stderr, format, args) : 0;
}

static void fail(const char *what)
{
	fprintf(stderr, "measure: %s\n", what);
	exit(1);
}

/* "stack depth 32+16" of the verifier's log: the sum. */
static uint64_t stack_of(const char *log)
{
	const char *at = strstr(log, "stack depth ");
	uint64_t sum = 0;
	char *end;

	for (at = at ? at + 12 : NULL; at; at = *end == '+' ? end + 1 : NULL)
		sum += strtoul(at, &end, 10);
	return sum;
}

/* The object as its loader gives it to the kernel. */
static struct bpf_object *open_object(const char *path)
{
	static struct arena arena;
	struct bpf_object_open_opts o = {.sz = sizeof(o), .object_name = "measured"};
	struct elf_file file;
	struct stat size;
	char *bytes;
	FILE *f = fopen(path, "r");
	struct sv image;

	if (!f || fstat(fileno(f), &size))
		fail(path);
	bytes = arena_alloc(&arena, (size_t)size.st_size, 16);
	if (fread(bytes, 1, (size_t)size.st_size, f) != (size_t)size.st_size ||
	    elf_file_open(&arena, (struct sv){bytes, (size_t)size.st_size}, &file))
		fail(path);
	fclose(f);
	image = elf_file_section(&file, ".nubpf") ? specialise(&arena, &file) : file.bytes;
	return bpf_object__open_mem(image.p, image.n, &o);
}

/* As many as in the file. */
static uint64_t count_instructions(const char *path)
{
	struct bpf_object *o = bpf_object__open_file(path, NULL);
	struct bpf_program *p;
	uint64_t n = 0;

	if (!o)
		fail(path);
	bpf_object__for_each_program(p, o) n += bpf_program__insn_cnt(p);
	bpf_object__close(o);
	return n;
}

/* Opens and loads; the programs' logs are in `logs`. */
static struct bpf_object *load(const char *path, char *logs[64])
{
	struct bpf_object *o = open_object(path);
	struct bpf_program *p;
	unsigned n = 0;

	if (!o)
		fail(path);
	bpf_object__for_each_program(p, o)
	{
		logs[n] = calloc(1, LOG_BYTES);
		bpf_program__set_log_level(p, LOG_STATS);
		bpf_program__set_log_buf(p, logs[n++], LOG_BYTES);
	}
	if (bpf_object__load(o)) {
		fprintf(stderr, "%s\n", logs[0]);
		fail(path);
	}
	return o;
}

static void read_sizes(const char *path, struct cost *c)
{
	char *logs[64];
	struct bpf_object *o = load(path, logs);
	struct bpf_program *p;
	struct stat file;
	unsigned n = 0;

	bpf_object__for_each_program(p, o)
	{
		struct bpf_prog_info info = {0};
		uint32_t size = sizeof(info);
		uint64_t stack = stack_of(logs[n++]);

		if (bpf_obj_get_info_by_fd(bpf_program__fd(p), &info, &size))
			fail(path);
		c->xlated += info.xlated_prog_len / 8;
		c->steps += info.verified_insns;
		c->stack = stack > c->stack ? stack : c->stack;
	}
	c->instructions = count_instructions(path);
	c->bytes = stat(path, &file) ? 0 : (uint64_t)file.st_size;
	bpf_object__close(o);
}

static int drop(void *context, void *event, size_t bytes)
{
	(void)context;
	(void)event;
	(void)bytes;
	return 0;
}

/* Reads the object's events meanwhile, so that its ring buffer does not fill up. */
static void run(char **command, struct bpf_object *o)
{
	struct ring_buffer *events = NULL;
	struct bpf_map *map;
	int status = 0;
	pid_t pid;

	bpf_object__for_each_map(map, o) if (bpf_map__type(map) == BPF_MAP_TYPE_RINGBUF) events =
		ring_buffer__new(bpf_map__fd(map), drop, NULL, NULL);
	pid = fork();
	if (pid == 0) {
		execvp(command[0], command);
		_exit(127);
	}
	while (pid > 0 && events && waitpid(pid, &status, WNOHANG) == 0)
		ring_buffer__poll(events, 1);
	if (pid < 0 || (!events && waitpid(pid, &status, 0) < 0) || status)
		fail(command[0]);
	ring_buffer__free(events);
}

/* ns for a run of the attached programs, 0 where that cannot be had. */
static double time_runs(const char *path, char **command)
{
	char *logs[64];
	struct bpf_object *o = load(path, logs);
	uint64_t runs = 0, ns = 0;
	struct bpf_program *p;
	bool attached = true;

	bpf_object__for_each_program(p, o) attached &= bpf_program__attach(p) != NULL;
	if (attached)
		run(command, o);
	bpf_object__for_each_program(p, o)
	{
		struct bpf_prog_info info = {0};
		uint32_t size = sizeof(info);

		if (bpf_obj_get_info_by_fd(bpf_program__fd(p), &info, &size))
			fail(path);
		runs += info.run_cnt;
		ns += info.run_time_ns;
	}
	bpf_object__close(o);
	return attached && runs > 100 ? (double)ns / (double)runs : 0;
}

static int list(const char *path)
{
	char *logs[64];
	struct bpf_object *o = load(path, logs), *whole = bpf_object__open_file(path, NULL);
	struct bpf_program *p, *same;

	bpf_object__for_each_program(p, o)
	{
		struct bpf_prog_info info = {0};
		uint32_t size = sizeof(info);

		same = bpf_object__find_program_by_name(whole, bpf_program__name(p));
		if (!same || bpf_obj_get_info_by_fd(bpf_program__fd(p), &info, &size))
			fail(path);
		printf("%s %zu %u %u\n", bpf_program__name(p), bpf_program__insn_cnt(same),
		       info.xlated_prog_len / 8, info.verified_insns);
	}
	bpf_object__close(o);
	bpf_object__close(whole);
	return 0;
}

int main(int argc, char **argv)
{
	struct cost costs[2] = {{0}, {0}};
	int rounds = argc > 3 ? atoi(argv[1]) : 0;

	libbpf_set_print(quiet);
	if (argc == 2)
		return list(argv[1]);
	if (rounds < 1)
		fail("measure ROUNDS OBJECT OBJECT [COMMAND…]");
	if (bpf_enable_stats(BPF_STATS_RUN_TIME) < 0)
		fail("no statistics: are you root?");
	for (int i = 0; i < 2; i++)
		read_sizes(argv[2 + i], &costs[i]);
	for (int r = 0; r < rounds && argc > 4; r++) {
		for (int i = 0; i < 2; i++) {
			double ns = time_runs(argv[2 + i], argv + 4);

			if (ns > 0 && (costs[i].ns == 0 || ns < costs[i].ns))
				costs[i].ns = ns;
		}
	}
	for (int i = 0; i < 2; i++)
		printf("%llu %llu %llu %llu %llu %.1f\n", (unsigned long long)costs[i].instructions,
		       (unsigned long long)costs[i].xlated, (unsigned long long)costs[i].steps,
		       (unsigned long long)costs[i].stack, (unsigned long long)costs[i].bytes,
		       costs[i].ns);
	return 0;
}
