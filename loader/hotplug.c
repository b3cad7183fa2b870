/* hotplug.c - see hotplug.h. */
#include "loader/hotplug.h"

#include <linux/netlink.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum { UEVENTS = 1 /* the group of the kernel's own */ };

static bool is_needed(const struct session *s)
{
	for (uint32_t i = 0; i < s->object->manifest->programs.n; i++) {
		if (s->programs[i] && attach_is_on_every_cpu(&s->object->manifest->programs.v[i]))
			return true;
	}
	return false;
}

void hotplug_open(struct hotplug *h, struct session *session)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK, .nl_groups = UEVENTS};

	*h = (struct hotplug){session, -1};
	if (!is_needed(session))
		return;
	h->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);
	if (h->fd >= 0 && bind(h->fd, (struct sockaddr *)&kernel, sizeof(kernel))) {
		close(h->fd);
		h->fd = -1;
	}
}

static void cpu_came(struct session *s, uint32_t cpu)
{
	for (uint32_t i = 0; i < s->object->manifest->programs.n; i++) {
		if (s->attach[i].links.n && attach_is_on_every_cpu(s->attach[i].target))
			attach_cpu_came(&s->attach[i], cpu);
	}
}

int hotplug_tick(void *arg)
{
	struct hotplug *h = arg;
	char message[4096];
	ssize_t n;
	unsigned cpu;

	while ((n = recv(h->fd, message, sizeof(message) - 1, 0)) > 0) {
		message[n] = 0;
		if (sscanf(message, "online@/devices/system/cpu/cpu%u", &cpu) == 1)
			cpu_came(h->session, cpu);
	}
	return 0;
}

void hotplug_close(struct hotplug *h)
{
	if (h->session && h->fd >= 0)
		close(h->fd);
	*h = (struct hotplug){.fd = -1};
}
