/*
 * sockets.c - sockets COMMAND…: becomes COMMAND, in a network of its own that has a TCP connection
 * from port 47112 to port 47113, where it listens, a UDP socket at port 47114, a UNIX socket at the
 * abstract name "nubpf\0" and a netlink socket at port 4711.
 */
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { FROM = 47112, TCP = 47113, UDP = 47114, NETLINK_PORT = 4711 };

static int need(const char *what, int result)
{
	if (result < 0) {
		perror(what);
		exit(1);
	}
	return result;
}

static int named(int family, int type, void *name, socklen_t n)
{
	int fd = need("socket", socket(family, type, 0));

	need("bind", bind(fd, name, n));
	return fd;
}

static struct sockaddr_in local(unsigned short port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
				    .sin_port = htons(port),
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

int main(int argc, char **argv)
{
	struct sockaddr_un path = {.sun_family = AF_UNIX, .sun_path = "\0nubpf"};
	struct sockaddr_nl port = {.nl_family = AF_NETLINK, .nl_pid = NETLINK_PORT};
	struct sockaddr_in server = local(TCP), client = local(FROM), datagrams = local(UDP);
	struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP};
	int listener, from;

	if (argc < 2)
		return 2;
	need("unshare", unshare(CLONE_NEWNET));
	need("ioctl",
	     ioctl(named(AF_INET, SOCK_DGRAM, &datagrams, sizeof(datagrams)), SIOCSIFFLAGS, &lo));
	listener = named(AF_INET, SOCK_STREAM, &server, sizeof(server));
	need("listen", listen(listener, 1));
	from = named(AF_INET, SOCK_STREAM, &client, sizeof(client));
	need("connect", connect(from, (struct sockaddr *)&server, sizeof(server)));
	need("accept", accept(listener, NULL, NULL));
	named(AF_UNIX, SOCK_STREAM, &path,
	      offsetof(struct sockaddr_un, sun_path) + 1 + sizeof("nubpf"));
	named(AF_NETLINK, SOCK_RAW, &port, sizeof(port));
	execv(argv[1], argv + 1);
	perror(argv[1]);
	return 1;
}
