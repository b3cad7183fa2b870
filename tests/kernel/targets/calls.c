/*
 * calls.c - calls N: outer() calls inner() N times, which asks for the process group of process 0.
 * Both have a frame, so that the kernel finds the way back from one to the other.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

long inner(long n);
long outer(long n);

/* The system call stands in the function itself: a library's may have no frame. */
__attribute__((noinline, noclone)) long inner(long n)
{
	bool has_frame = __builtin_frame_address(0) != NULL; /* a leaf has one when it asks */
#ifdef __x86_64__
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "0"(SYS_getpgid), "D"(0L)
			 : "rcx", "r11", "memory");
	return n + result + has_frame;
#else
	return n + getpgid(0) + has_frame;
#endif
}

__attribute__((noinline, noclone)) long outer(long n)
{
	long sum = 0;

	while (n-- > 0)
		sum += inner(n);
	return sum;
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	usleep(50000); /* time to be asked what is mapped where */
	outer(atol(argv[1]));
	usleep(50000);
	return 0;
}
