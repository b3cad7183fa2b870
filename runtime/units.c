/* units.c - see units.h. Checked against the real Nushell: notes of the forms stand in the tests. */
#include "runtime/units.h"

#include <stdio.h>

const struct units_unit units_durations[UNITS_DURATIONS] = {
	{604800000000000, "wk"}, {86400000000000, "day"}, {3600000000000, "hr"},
	{60000000000, "min"},	 {1000000000, "sec"},	  {1000000, "ms"},
	{1000, "µs"},		 {1, "ns"},
};

const struct units_unit units_sizes[UNITS_SIZES] = {
	{1000000000000000000, "EB"}, {1000000000000000, "PB"}, {1000000000000, "TB"},
	{1000000000, "GB"},	     {1000000, "MB"},	       {1000, "kB"},
	{1, "B"},
};

static const struct units_unit binary_sizes[] = {
	{1ull << 60, "EiB"}, {1ull << 50, "PiB"}, {1ull << 40, "TiB"}, {1ull << 30, "GiB"},
	{1ull << 20, "MiB"}, {1ull << 10, "KiB"}, {1, "B"},
};

static const char digit_pairs[] = "00010203040506070809101112131415161718192021222324"
				  "25262728293031323334353637383940414243444546474849"
				  "50515253545556575859606162636465666768697071727374"
				  "75767778798081828384858687888990919293949596979899";

size_t units_uint(char *out, uint64_t v)
{
	char digits[20];
	size_t at = sizeof(digits);

	while (v >= 100) {
		at -= 2;
		memcpy(digits + at, digit_pairs + v % 100 * 2, 2);
		v /= 100;
	}
	if (v >= 10) {
		at -= 2;
		memcpy(digits + at, digit_pairs + v * 2, 2);
	} else {
		digits[--at] = (char)('0' + v);
	}
	memcpy(out, digits + at, sizeof(digits) - at);
	return sizeof(digits) - at;
}

/* Writes the sign of v and gives its magnitude, which INT64_MIN has too. */
static uint64_t sign(char *out, size_t *n, int64_t v)
{
	*n = 0;
	if (v >= 0)
		return (uint64_t)v;
	out[(*n)++] = '-';
	return -(uint64_t)v;
}

size_t units_int(char *out, int64_t v)
{
	size_t n;
	uint64_t left = sign(out, &n, v);

	return n + units_uint(out + n, left);
}

static size_t number_of(char *out, uint64_t v, const char *unit)
{
	size_t n = units_uint(out, v), len = strlen(unit);

	memcpy(out + n, unit, len);
	return n + len;
}

size_t units_duration(char *out, int64_t ns)
{
	/* The only number without an opposite: Nushell puts a sign to every part of it. */
	bool no_opposite = ns == INT64_MIN;
	size_t n, start;
	uint64_t left = sign(out, &n, ns);

	if (!left)
		return number_of(out, 0, "sec");
	start = n;
	for (size_t i = 0; left; i++) {
		uint64_t count = left / units_durations[i].size;

		if (!count)
			continue;
		if (n > start)
			out[n++] = ' ';
		if (no_opposite)
			out[n++] = '-';
		n += number_of(out + n, count, units_durations[i].name);
		left %= units_durations[i].size;
	}
	return n;
}

size_t units_filesize(char *out, int64_t bytes)
{
	size_t n, i = 0;
	uint64_t left = sign(out, &n, bytes);

	while (units_sizes[i].size > 1 && left < units_sizes[i].size)
		i++;
	n += units_uint(out + n, left / units_sizes[i].size);
	if (units_sizes[i].size > 1) {
		out[n++] = '.';
		out[n++] = (char)('0' + left % units_sizes[i].size / (units_sizes[i].size / 10));
	}
	out[n++] = ' ';
	memcpy(out + n, units_sizes[i].name, strlen(units_sizes[i].name));
	return n + strlen(units_sizes[i].name);
}

/* In the largest unit that divides v, or that v reaches when rough. */
static size_t short_number(char *out, uint64_t v, const struct units_unit *units, size_t nunits,
			   bool rough)
{
	size_t i = 0;

	while (i + 1 < nunits && (v < units[i].size || (!rough && v % units[i].size)))
		i++;
	return number_of(out, v / units[i].size, units[i].name);
}

size_t units_bound(char *out, enum wire_kind unit, int64_t v, bool rough)
{
	size_t n;
	uint64_t left = sign(out, &n, v);

	if (unit == WIRE_DURATION)
		return !rough ? units_duration(out, v)
			      : n + short_number(out + n, left, units_durations, UNITS_DURATIONS,
						 true);
	if (unit == WIRE_FILESIZE)
		return n + short_number(out + n, left, binary_sizes, ARRAY_SIZE(binary_sizes),
					false);
	return unit == WIRE_UINT ? units_uint(out, (uint64_t)v) : units_int(out, v);
}

size_t units_span(char *out, uint64_t ns)
{
	const double second = 1e9;
	int n;

	if (ns < 1000000)
		n = snprintf(out, UNITS_MAX, "%.1f µs", (double)ns / 1e3);
	else if (ns < 1000000000)
		n = snprintf(out, UNITS_MAX, "%.1f ms", (double)ns / 1e6);
	else if (ns < 120 * (uint64_t)second)
		n = snprintf(out, UNITS_MAX, "%.1f s", (double)ns / second);
	else
		return units_duration(out, (int64_t)(ns / 1000000000 * 1000000000));
	return (size_t)n;
}
