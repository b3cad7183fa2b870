/*
 * attach_sample.c - programs that samples run: profile, perf_event.
 *
 * An event counts on one cpu or for one thread. So there is one for every cpu that is online, and
 * for those that come later (hotplug.h); of a process one for each thread that it has, which new
 * threads inherit.
 */
#include "loader/attach.h"
#include "loader/cpus.h"

#include <dirent.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdlib.h>

enum { NS_PER_S = 1000000000 };

static const struct {
	const char *group, *name;
	uint32_t type;
	uint64_t config, every;
} events[] = {
#define TYPE_software PERF_TYPE_SOFTWARE
#define TYPE_hardware PERF_TYPE_HARDWARE
#define CONFIG_software(config) PERF_COUNT_SW_##config
#define CONFIG_hardware(config) PERF_COUNT_HW_##config
#define EVENT(group, name, config, every)                                                          \
	{#group, name, TYPE_##group, CONFIG_##group(config), every},
#include "lang/perf_events.def"
};

/* What profile and perf_event ask the kernel for; false: an event that nobody knows. */
static bool sample_attr(const struct manifest_program *t, struct perf_event_attr *attr)
{
	/* Without the flag newer kernels leave an address of what was sampled before. */
	*attr = (struct perf_event_attr){
		.size = sizeof(*attr), .type = PERF_TYPE_SOFTWARE, .sample_type = PERF_SAMPLE_ADDR};
	if (!t->name) { /* a period in time: that is one of the clock's */
		attr->config = PERF_COUNT_SW_CPU_CLOCK;
		attr->sample_period = t->frequency ? NS_PER_S / t->frequency : t->period_ns;
		return true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(events); i++) {
		if (strcmp(events[i].name, t->name) != 0 ||
		    strcmp(events[i].group, t->category) != 0)
			continue;
		attr->type = events[i].type;
		attr->config = events[i].config;
		attr->freq = t->frequency != 0;
		attr->sample_period = t->frequency ? t->frequency
				      : t->every   ? t->every
						   : events[i].every;
		return true;
	}
	return false;
}

static int explain(struct attach *a, int err)
{
	const struct manifest_program *t = a->target;
	int code;

	if (err == -ENOENT || err == -EOPNOTSUPP) {
		code = attach_fail(a, "this machine does not count '%s'", t->name ? t->name : "");
		failure_hint(a->why, "virtual machines often have no hardware events; "
				     "'perf_event:software:cpu-clock' counts time instead");
		return code;
	}
	if (err == -EINVAL && t->frequency) {
		code = attach_fail(a, "the kernel refuses %llu samples per second",
				   (unsigned long long)t->frequency);
		failure_hint(a->why, "the most is in /proc/sys/kernel/perf_event_max_sample_rate");
		return code;
	}
	if ((err == -ENODEV || err == -EINVAL) && t->cpu >= 0)
		return attach_fail(a, "cpu %d is not online", t->cpu);
	if (err == -ESRCH)
		return attach_fail(a, "there is no process %u", t->pid);
	return attach_fail_errno(a, err);
}

/* One event for each thread of the process. */
static int open_process(struct attach *a, struct perf_event_attr *attr)
{
	DIR *dir = opendir(arena_printf(a->arena, "/proc/%u/task", a->target->pid));
	struct dirent *entry;
	int err = dir ? 0 : -ESRCH;

	attr->inherit = 1;
	while (!err && dir && (entry = readdir(dir))) {
		int thread = atoi(entry->d_name);

		if (thread > 0)
			err = attach_open_event(a, attr, thread, a->target->cpu);
		if (err == -ESRCH) /* it has ended meanwhile */
			err = 0;
	}
	if (dir)
		closedir(dir);
	return err || a->places.n ? err : -ESRCH;
}

static int open_cpus(struct attach *a, struct perf_event_attr *attr)
{
	struct cpus cpus = cpus_online(a->arena);
	int err = 0;

	for (uint32_t i = 0; !err && i < cpus.n; i++) {
		err = attach_open_event(a, attr, -1, (int)cpus.v[i]);
		if (err == -ENODEV) /* it has gone meanwhile */
			err = 0;
	}
	return err || a->places.n ? err : -ENODEV;
}

int prepare_sample(struct attach *a)
{
	const struct manifest_program *t = a->target;
	struct perf_event_attr attr;
	int err;

	if (!sample_attr(t, &attr))
		return attach_fail(a, "this loader knows no event '%s:%s'", t->category, t->name);
	if (t->pid)
		err = open_process(a, &attr);
	else if (t->cpu >= 0)
		err = attach_open_event(a, &attr, -1, t->cpu);
	else
		err = open_cpus(a, &attr);
	return err ? explain(a, err) : 0;
}

bool attach_is_on_every_cpu(const struct manifest_program *p)
{
	return family_find(p->family)->prepare == prepare_sample && !p->pid && p->cpu < 0;
}

void attach_cpu_came(struct attach *a, uint32_t cpu)
{
	struct perf_event_attr attr;

	if (sample_attr(a->target, &attr) && !attach_open_event(a, &attr, -1, (int)cpu))
		link_event(a);
}
