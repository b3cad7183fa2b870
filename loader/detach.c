/*
 * detach.c - ending links, so that no program runs any more, without a wait for each.
 *
 * A program that had started when its link went away may still be running, under RCU. Newer kernels
 * wait for it in the close of a perf event's link (synchronize_rcu_tasks_trace in
 * perf_event_detach_bpf_prog, Linux 6.13), some 20 ms each and one after the other; older ones and
 * other kinds of link do not wait. So the closes run side by side, and the wait for all that do not
 * wait for themselves goes on meanwhile.
 */
#include "loader/detach.h"

#include <bpf/libbpf.h>
#include <linux/membarrier.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { MAX_THREADS = 32, PROMPT_NS = 2000000, NS_PER_S = 1000000000 };

/* A thread destroys links first, first + step, … */
struct share {
	struct bpf_link *const *links;
	uint32_t n, first, step;
};

static void *destroy_share(void *arg)
{
	const struct share *s = arg;

	for (uint32_t i = s->first; i < s->n; i += s->step)
		bpf_link__destroy(s->links[i]);
	return NULL;
}

/* Joins the threads that end by the deadline and gives how many are left at the start of the array;
 * without a deadline all end. */
static uint32_t join(pthread_t *threads, uint32_t n, const struct timespec *deadline)
{
	uint32_t left = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (!deadline)
			pthread_join(threads[i], NULL);
		else if (pthread_timedjoin_np(threads[i], NULL, deadline))
			threads[left++] = threads[i];
	}
	return left;
}

/* In the clock of pthread_timedjoin_np(). */
static struct timespec soon(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	t.tv_nsec += PROMPT_NS;
	if (t.tv_nsec >= NS_PER_S) {
		t.tv_nsec -= NS_PER_S;
		t.tv_sec++;
	}
	return t;
}

void detach_links(struct bpf_link *const *links, uint32_t n)
{
	uint32_t step = n < MAX_THREADS ? n : MAX_THREADS, started = 0;
	struct share shares[MAX_THREADS];
	pthread_t threads[MAX_THREADS];
	struct timespec deadline;

	for (uint32_t i = 0; i < step; i++) {
		shares[i] = (struct share){links, n, i, step};
		if (pthread_create(&threads[started], NULL, destroy_share, &shares[i]) == 0)
			started++;
		else
			destroy_share(&shares[i]);
	}
	/* Whoever has not ended by then waits in the kernel already, with the link gone. */
	deadline = soon();
	started = join(threads, started, &deadline);
	/* synchronize_rcu() */
	syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
	join(threads, started, NULL);
}
