/*
 * greet.c - greet NAME N: calls greet(NAME, i) for i = 1 … N; it takes i milliseconds and gives the
 * length of NAME times i, negative when i is even.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

long greet(const char *name, long times);

__attribute__((noinline, noclone)) long greet(const char *name, long times)
{
	long length = (long)strlen(name) * times;

	usleep((useconds_t)times * 1000);
	return times % 2 ? length : -length;
}

int main(int argc, char **argv)
{
	long sum = 0;

	if (argc != 3)
		return 2;
	for (long i = 1; i <= atol(argv[2]); i++)
		sum += greet(argv[1], i);
	printf("%ld\n", sum);
	return 0;
}
