/*
 * reader.c - reader COMM N MS: N reads under the name COMM that each wait MS milliseconds.
 */
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long ms = argc == 4 ? atol(argv[3]) : 0;
	struct itimerspec wait = {.it_value = {ms / 1000, ms % 1000 * 1000000}};
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
	uint64_t expirations;

	if (ms < 1 || fd < 0)
		return 2;
	prctl(PR_SET_NAME, argv[1]);
	for (long n = atol(argv[2]); n > 0; n--) {
		if (timerfd_settime(fd, 0, &wait, NULL) ||
		    read(fd, &expirations, sizeof(expirations)) != sizeof(expirations))
			return 1;
	}
	return 0;
}
