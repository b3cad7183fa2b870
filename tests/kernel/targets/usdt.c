/*
 * usdt.c - usdt NAME N: passes the USDT probe nubpf_test:step N times, with a negative int, a
 * number of 64 bits that lies in memory, NAME and a constant; only while somebody listens, of which
 * a semaphore tells. Prints how often that was.
 *
 * The note is what sys/sdt.h of SystemTap makes
 * (https://sourceware.org/systemtap/wiki/UserSpaceProbeImplementation).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#if defined(__x86_64__)
#define CONSTANT "$-7"
#else
#define CONSTANT "-7"
#endif

volatile unsigned short step_semaphore __attribute__((section(".probes"), used));

static __attribute__((noinline)) void step(int number, const volatile uint64_t *big,
					   const char *name)
{
	__asm__ volatile("990: nop\n"
			 ".pushsection .note.stapsdt,\"\",\"note\"\n"
			 ".balign 4\n"
			 ".4byte 992f-991f, 994f-993f, 3\n"
			 "991: .asciz \"stapsdt\"\n"
			 "992: .balign 4\n"
			 "993: .8byte 990b, 0, step_semaphore\n"
			 ".asciz \"nubpf_test\"\n"
			 ".asciz \"step\"\n"
			 ".asciz \"-4@%0 8@%1 8@%2 -4@" CONSTANT "\"\n"
			 "994: .balign 4\n"
			 ".popsection\n"
			 :
			 : "r"(number), "m"(*big), "r"(name));
}

int main(int argc, char **argv)
{
	long n = argc == 3 ? atol(argv[2]) : 0, passed = 0;
	volatile uint64_t big = 0;

	for (long i = 1; i <= n; i++) {
		big = (uint64_t)i << 40;
		if (step_semaphore) {
			step((int)-i, &big, argv[1]);
			passed++;
		}
		usleep(1000);
	}
	printf("%ld\n", passed);
	return 0;
}
