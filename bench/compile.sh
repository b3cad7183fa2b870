#!/bin/bash
# compile: CPU time and memory of nubpfc against clang -O2 -g -target bpf on equal programs, and bpftrace
#
#   NUBPFC=build/bin/nubpfc CLANG=clang-19 BPFTRACE=bpftrace RUNS=25 bench/run compile
#
# Runs of the two alternate, so the machine's mood is the same for both. CPU is user + system time
# of one run, the median; RSS is the largest. Both write the object to a file in memory. What is there for
# bpftrace, too, it compiles with --emit-elf.
set -eu
cd "$(dirname "$0")/.."
: "${CLANG:=clang-19}" "${BPFTRACE:=bpftrace}" "${RUNS:=25}"
# shellcheck source=bench/lib/setup.sh
. bench/lib/setup.sh
"${CC:-cc}" -O2 -o "$tmp/alternate" bench/alternate.c
# libbpf's headers want <asm/types.h>, which stands in the host's own include directory.
include=/usr/include/$("${CC:-cc}" -dumpmachine)

for source in bench/cases/compile/*.nu; do
	name=$(basename "$source" .nu)
	"$tmp/alternate" "$RUNS" \
		"$NUBPFC" -O2 -o "$tmp/nu.o" "$source" -- \
		"$CLANG" -O2 -g -target bpf -I"$include" -c -o "$tmp/c.o" "${source%.nu}.bpf.c" \
		>"$tmp/line"
	echo "$name $(cat "$tmp/line") $(stat -c %s "$tmp/nu.o") $(stat -c %s "$tmp/c.o")"
done | awk '
BEGIN {
	print "                 CPU ms                   RSS MB                   object bytes"
	print "program          nubpfc   clang   ratio   nubpfc   clang   ratio   nubpfc   clang"
}
{
	printf "%-14s %8.2f %7.2f %7.2f %8.1f %7.1f %7.2f %8d %7d\n", $1, $2 / 1e3, $4 / 1e3,
		$2 / $4, $3 / 1024, $5 / 1024, $3 / $5, $6, $7
	cpu += log($2 / $4); rss += log($3 / $5); n++
}
END {
	if (n)
		printf "%-14s %24.2f %24.2f   geometric mean\n", "", exp(cpu / n), exp(rss / n)
}'

if ! command -v "$BPFTRACE" >/dev/null; then
	echo "bpftrace is left out: no $BPFTRACE on this machine (apt-get install bpftrace)"
	exit
fi
for script in bench/cases/*/*.bt; do
	"$tmp/alternate" "$RUNS" "$NUBPFC" -O2 -o "$tmp/nu.o" "${script%.bt}.nu" -- \
		"$BPFTRACE" --emit-elf "$tmp/bt" "$script" >"$tmp/line" 2>"$tmp/err" ||
		{ cat "$tmp/err"; exit 1; }
	echo "$(basename "$script" .bt) $(cat "$tmp/line")"
done | awk '
BEGIN { print "program          nubpfc bpftrace ratio   nubpfc bpftrace ratio" }
{
	printf "%-14s %8.2f %8.2f %6.2f %8.1f %8.1f %6.2f\n", $1, $2 / 1e3, $4 / 1e3, $2 / $4,
		$3 / 1024, $5 / 1024, $3 / $5
}'
