/*
 * swapped.c - swapped FILE: maps FILE, calls glance() and then look() with addresses of what no
 * page table has yet: text, a structure with a pointer to it, text across a page's end. The same
 * text is what a system call is given, in vain.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES = 4, NO_SUCH_IOCTL = 0x4711 };

struct holder {
	long number;
	char *text;
	char name[16];
};

int glance(const char *text, struct holder *holder);
int look(const char *text, struct holder *holder, const char *across);

__attribute__((noinline, noclone)) int glance(const char *text, struct holder *holder)
{
	__asm__ volatile("" ::"r"(text), "r"(holder) : "memory");
	return 3;
}

__attribute__((noinline, noclone)) int look(const char *text, struct holder *holder,
					    const char *across)
{
	__asm__ volatile("" ::"r"(text), "r"(holder), "r"(across) : "memory");
	return 7;
}

int main(int argc, char **argv)
{
	static const char text[] = "not there yet";
	int fd = argc == 2 ? open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0600) : -1;
	char *at;
	int r;

	if (fd < 0 || ftruncate(fd, PAGES * PAGE))
		return 1;
	at = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	if (at == MAP_FAILED)
		return 1;
	struct holder holder = {.number = -42, .text = at, .name = "holder"};

	if (pwrite(fd, text, sizeof(text), 0) < 0 ||
	    pwrite(fd, &holder, sizeof(holder), PAGE) < 0 ||
	    pwrite(fd, text, sizeof(text), 3 * PAGE - 4) < 0)
		return 1;
	if (ioctl(fd, NO_SUCH_IOCTL, at) == 0)
		return 1;
	r = glance(at, (struct holder *)(at + PAGE));
	r += look(at, (struct holder *)(at + PAGE), at + 3 * PAGE - 4);
	return r != 10;
}
