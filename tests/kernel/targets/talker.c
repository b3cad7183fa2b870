/*
 * talker.c - talker PORT SENT ANSWERED: a connection to itself at 127.0.0.1:PORT; SENT bytes go
 * there, ANSWERED come back, 20 ms later the other side closes.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int pass(int fd, long bytes, int send)
{
	char buf[4096] = {0};

	while (bytes > 0) {
		size_t n = bytes < (long)sizeof(buf) ? (size_t)bytes : sizeof(buf);
		ssize_t done = send ? write(fd, buf, n) : read(fd, buf, n);

		if (done <= 0)
			return 1;
		bytes -= done;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int s = socket(AF_INET, SOCK_STREAM, 0), on = 1, fd, failed, status;
	char end;

	if (argc != 4)
		return 2;
	at.sin_port = htons((unsigned short)atoi(argv[1]));
	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(s, (void *)&at, sizeof(at)) || listen(s, 1))
		return 1;
	if (!fork()) {
		fd = accept(s, NULL, NULL);
		failed = fd < 0 || pass(fd, atol(argv[2]), 0) || pass(fd, atol(argv[3]), 1);
		usleep(20000);
		_exit(failed);
	}
	close(s);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	failed = connect(fd, (void *)&at, sizeof(at)) || pass(fd, atol(argv[2]), 1) ||
		 pass(fd, atol(argv[3]), 0) || read(fd, &end, 1) != 0;
	close(fd);
	wait(&status);
	return failed || status;
}
