/*
 * storm.c - several processes that write at once: `storm PROCESSES CALLS`. Call i of each asks to
 * write i mod 1000 bytes, to nowhere.
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void write_all(long calls)
{
	for (long i = 0; i < calls; i++)
		syscall(SYS_write, -1, "", i % 1000);
	_exit(0);
}

int main(int argc, char **argv)
{
	long processes = argc > 2 ? atol(argv[1]) : 0, calls = argc > 2 ? atol(argv[2]) : 0;
	int status, failed = processes < 1 || calls < 1;

	for (long i = 0; i < processes; i++)
		if (fork() == 0)
			write_all(calls);
	while (wait(&status) > 0)
		failed |= status != 0;
	return failed;
}
