/*
 * records.c - records WORD: calls show() and its like with structures of every shape, WORD in them.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum shade { DARK = -2, DIM, LIGHT = 200 };

struct place {
	short x, y;
};

struct node {
	struct node *next;
	const char *word;
	char name[12];
	unsigned char raw[4];
	struct {
		int8_t inner;
		union {
			uint32_t whole;
			uint16_t half[2];
		};
	};
	struct place at, corners[3];
	int table[2][3];
	int *numbers;
	enum shade shade;
	unsigned low : 3;
	int middle : 7;
	unsigned long high : 40;
	bool flag;
	double weight;
	struct unknown *opaque;
};

typedef struct {
	uint64_t size;
} nameless;

struct large {
	long words[4];
};

int show(struct node *node, nameless *by, struct place passed);
struct large build(struct node *node, int n);
short small(int n);
struct node *same(struct node *node);
const char *word_of(struct node *node);
bool is_set(struct node *node);
enum shade shade_of(struct node *node);
void nothing(struct node *node);

int show(struct node *node, nameless *by, struct place passed)
{
	return printf("%s %lu %d\n", node->word, (unsigned long)by->size, passed.x);
}

struct large build(struct node *node, int n)
{
	return (struct large){{node->table[0][0], n, 3, 4}};
}

/* What is in the register above the result is not the result. */
short small(int n)
{
	register long wide __asm__("rax") = 0x1234560000 + (unsigned short)n;

	__asm__ volatile("" : "+r"(wide));
	return (short)wide;
}

struct node *same(struct node *node)
{
	__asm__ volatile("" : "+r"(node));
	return node;
}

const char *word_of(struct node *node)
{
	return node->word;
}

bool is_set(struct node *node)
{
	return node->flag;
}

enum shade shade_of(struct node *node)
{
	return node->shade;
}

void nothing(struct node *node)
{
	node->flag = false;
}

int main(int argc, char **argv)
{
	static int numbers[] = {7, -8, 9};
	struct node last = {
		.word = "last", .name = "exactly 12 b", .numbers = numbers, .shade = DARK};
	struct node first = {
		.next = &last,
		.word = argc > 1 ? argv[1] : "none",
		.name = "name",
		.raw = {1, 2, 255, 4},
		.inner = -5,
		.half = {0x1111, 0x2222},
		.at = {3, -4},
		.corners = {{10, 11}, {12, 13}, {14, 15}},
		.table = {{1, 2, 3}, {4, 5, 6}},
		.numbers = numbers,
		.shade = LIGHT,
		.low = 5,
		.middle = -33,
		.high = 0xabcdef0123,
		.flag = true,
		.weight = 1.5,
	};
	nameless by = {1ul << 63};

	show(&first, &by, first.at);
	printf("%ld %d\n", build(&first, 77).words[1], small(-9));
	printf("%s %d %d\n", word_of(same(&first)), is_set(&first), shade_of(&last));
	nothing(&first);
	return first.flag;
}
