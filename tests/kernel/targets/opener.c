/*
 * opener.c - opener COMM N PATH: opens PATH exactly N times under the name COMM.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	prctl(PR_SET_NAME, argv[1]);
	for (long n = atol(argv[2]); n > 0; n--) {
		int fd = openat(AT_FDCWD, argv[3], O_RDONLY | O_CLOEXEC);

		if (fd >= 0)
			close(fd);
	}
	return 0;
}
