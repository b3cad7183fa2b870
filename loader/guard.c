/*
 * guard.c - a crash inside libbpf becomes a message about the object that caused it.
 */
#include "loader/guard.h"
#include "loader/failure.h"

#include <signal.h>
#include <unistd.h>

static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
static struct sigaction before[ARRAY_SIZE(fatal)];
static const char *text;

static void give_up(int number)
{
	(void)number;
	if (write(STDERR_FILENO, text, strlen(text)) < 0)
		_exit(EXIT_FILE);
	_exit(EXIT_OBJECT);
}

void guard_begin(const char *message)
{
	struct sigaction action = {.sa_handler = give_up};

	text = message;
	for (size_t i = 0; i < ARRAY_SIZE(fatal); i++)
		sigaction(fatal[i], &action, &before[i]);
}

void guard_end(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(fatal); i++)
		sigaction(fatal[i], &before[i], NULL);
}
