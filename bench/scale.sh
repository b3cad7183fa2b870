#!/bin/bash
# scale: CPU time and memory of nubpfc over the length of the source, 100 to 10,000 lines
#
#   NUBPFC=build/bin/nubpfc RUNS=5 bench/run scale
#
# Programs of a hundred lines each: lets, assignments, text compares, ranges, counters, an event. The last
# columns are what one line costs; on a straight line they stay the same.
set -eu
cd "$(dirname "$0")/.."
: "${RUNS:=5}"
# shellcheck source=bench/lib/setup.sh
. bench/lib/setup.sh
"${CC:-cc}" -O2 -o "$tmp/alternate" bench/alternate.c

source_of() { # LINES
	awk -v lines="$1" 'BEGIN {
		for (p = 0; p < lines / 100; p++) {
			printf "ebpf attach --name p%d \"raw_tp:sys_enter\" {|ctx|\n    mut total = 0\n", p
			for (i = 0; i < 96; i++) {
				if (i % 5 == 0)
					printf "    let v%d = $ctx.pid + %d\n", i, i
				else if (i % 5 == 1)
					printf "    if $v%d > %d { $total += $v%d mod 7 }\n", i - 1, i * 3, i - 1
				else if (i % 5 == 2)
					printf "    let w%d = (if $ctx.comm == \"name%d\" { %d } else { $v%d })\n",
						i, i, i, i - 2
				else if (i % 5 == 3)
					printf "    $total = $total bit-xor $w%d\n", i - 1
				else
					printf "    if $total in 5..%d { $total | count c%d }\n", i + 9, p % 4
			}
			print "    {total: $total, pid: $ctx.tgid} | emit\n}"
		}
	}'
}

echo "lines      CPU ms   RSS MB   µs per line"
for lines in 100 1000 2500 5000 10000; do
	source_of "$lines" >"$tmp/source.nu"
	"$tmp/alternate" "$RUNS" "$NUBPFC" -O2 -o "$tmp/a.o" "$tmp/source.nu" -- true >"$tmp/line"
	read -r cpu_us rss_kb _ <"$tmp/line"
	awk -v n="$lines" -v cpu="$cpu_us" -v rss="$rss_kb" 'BEGIN {
		printf "%-8d %8.1f %8.1f %13.1f\n", n, cpu / 1e3, rss / 1024, cpu / n
	}'
done
