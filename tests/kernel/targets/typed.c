/*
 * typed.c - typed WORDS…: calls typed(WORDS, -3, 1.5, 200, true, COLD, 4000000000, 7), where the
 * last one is on the stack.
 */
#include <stdbool.h>
#include <stdio.h>

enum warmth { COLD = -1, WARM = 1 };

int typed(char **words, short small, double skipped, unsigned char byte, bool flag,
	  enum warmth warmth, unsigned large, long seventh);

__attribute__((noinline, noclone)) int typed(char **words, short small, double skipped,
					     unsigned char byte, bool flag, enum warmth warmth,
					     unsigned large, long seventh)
{
	return printf("%s %d %f %d %d %d %u %ld\n", words[0], small, skipped, byte, flag, warmth,
		      large, seventh) < 0;
}

int main(int argc, char **argv)
{
	return argc < 2 || typed(argv + 1, -3, 1.5, 200, true, COLD, 4000000000u, 7);
}
