/* cpus.c - see cpus.h. */
#include "loader/cpus.h"
#include "support/source.h"

#include <stdlib.h>

enum { MAX_CPU = 65535 };

struct cpus cpus_parse(struct arena *a, const char *list)
{
	struct cpus cpus = {0};

	while (*list >= '0' && *list <= '9') {
		char *end;
		unsigned long first = strtoul(list, &end, 10), last = first;

		if (*end == '-')
			last = strtoul(end + 1, &end, 10);
		if (first > last || last > MAX_CPU)
			break;
		for (; first <= last; first++)
			vec_push(a, &cpus, (uint32_t)first);
		list = end + (*end == ',');
	}
	return cpus;
}

struct cpus cpus_online(struct arena *a)
{
	static const char path[] = "/sys/devices/system/cpu/online";
	struct source_set files = {.arena = a};
	int file = source_read(&files, path, path);
	struct cpus cpus = {0};

	if (file >= 0)
		cpus = cpus_parse(a, sv_dup(a, source_get(&files, (uint32_t)file)->text));
	if (!cpus.n)
		vec_push(a, &cpus, 0);
	return cpus;
}
