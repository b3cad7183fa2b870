/*
 * caller.c - caller COMM N: makes exactly N system calls under the name COMM; its exit is the last.
 */
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	long n = argc == 3 ? atol(argv[2]) : 0;

	if (n < 1)
		return 2;
	prctl(PR_SET_NAME, argv[1]);
	while (--n > 0)
		syscall(SYS_getpid);
	syscall(SYS_exit_group, 0);
	return 1;
}
