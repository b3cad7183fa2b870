#!/bin/bash
# code: what nubpfc's programs cost the kernel, against clang -O2 on hand-written C that does the same
#
#   NUBPFC=build/bin/nubpfc CLANG=clang-19 ROUNDS=5 bench/run code [NAME…]
#
# For each pair of bench/cases/*/: instructions in the object and as they run (those of nubpfc as nubpf-load
# loads them, by default: what is switched off costs nothing), steps of the verifier, bytes of
# stack, bytes of the object (C's as skeletons embed it, `llvm-strip -g`, and as clang -g writes it, with DWARF;
# nubpfc's holds the manifest besides, which C has in its loader), and ns for each run while a program makes the events
# (the least of the rounds, minus that of a program that does nothing; "-" where this host cannot attach it).
# Ratios are nubpf's over C's; the last line is their geometric mean. Needs root.
set -eu
cd "$(dirname "$0")/.."
: "${CLANG:=clang-19}" "${ROUNDS:=5}"
# shellcheck source=bench/lib/setup.sh
. bench/lib/setup.sh
[ -d /sys/kernel/tracing/events ] || mount -t tracefs tracefs /sys/kernel/tracing
include=/usr/include/$("${CC:-cc}" -dumpmachine)
strip=llvm-strip${CLANG#clang}
command -v "$strip" >/dev/null || strip=llvm-strip
build_measure
"${CC:-cc}" -O2 -D_GNU_SOURCE -o "$tmp/trigger" bench/trigger.c

c_object() { # SOURCE OBJECT
	"$CLANG" -O2 -g -target bpf -I"$include" -c -o "$2" "$1"
	cp "$2" "$2.dwarf"
	"$strip" -g "$2"
}

# What makes a case's programs run.
trigger_of() { # NAME
	case $1 in
	count | opensnoop | prefix) echo openat 200000 ;;
	filter | pair) echo write 200000 ;;
	emit | exits | parents) echo exit 3000 ;;
	runqlat | switches) echo wait 50000 ;;
	biolatency | disks | hardirqs) echo disk 300 ;;
	sockets | states) echo tcp 1000 ;;
	funclatency) ;;
	*) echo read 200000 ;;
	esac
}

echo 'int nothing(void *ctx) __attribute__((section("tracepoint/syscalls/sys_enter_read"), used)); int nothing(void *ctx) { return 0; } char LICENSE[] __attribute__((section("license"), used)) = "GPL";' >"$tmp/nothing.c"
c_object "$tmp/nothing.c" "$tmp/nothing.o"
floor=$("$tmp/measure" "$ROUNDS" "$tmp/nothing.o" "$tmp/nothing.o" "$tmp/trigger" read 200000 | awk 'NR == 1 || $6 < n { n = $6 } END { print n }')

for source in bench/cases/*/*.nu; do
	name=$(basename "$source" .nu)
	case " $* " in *" $name "* | "  ") ;; *) continue ;; esac
	"$NUBPFC" -O2 -o "$tmp/nu.o" "$source"
	c_object "${source%.nu}.bpf.c" "$tmp/c.o"
	read -ra trigger <<<"$(trigger_of "$name")"
	"$tmp/measure" "$ROUNDS" "$tmp/nu.o" "$tmp/c.o" ${trigger[0]+"$tmp/trigger" "${trigger[@]}"} >"$tmp/line"
	echo "$name $(tr '\n' ' ' <"$tmp/line") $(stat -c %s "$tmp/c.o.dwarf")"
done | awk -v floor="$floor" '
function ratio(x, y, i) {
	if (x <= 0 || y <= 0)
		return "      -"
	sum[i] += log(x / y); count[i]++
	if (x > y && i <= 3)
		above[i]++
	return sprintf("%7.2f", x / y)
}
function time(x) { return x > 0 ? sprintf("%6.1f", x > floor ? x - floor : 0.1) : "     -" }
BEGIN {
	printf "%-12s %-21s %-21s %-22s %-19s %-36s %s\n", "", "instructions", "as they run", "verifier steps", "stack", "object bytes", "ns for a run"
	printf "%-12s %6s %6s %7s %6s %6s %7s %7s %7s %6s %5s %5s %6s %6s %6s %7s %6s %7s %6s %6s %7s\n", "program", "nubpf", "C", "ratio", "nubpf", "C", "ratio", "nubpf", "C", "ratio", "nubpf", "C", "ratio", "nubpf", "C", "ratio", "C -g", "ratio", "nubpf", "C", "ratio"
}
{
	t = $7 > 0 && $13 > 0
	printf "%-12s %6d %6d %s %6d %6d %s %7d %7d %s %5d %5d %s %6d %6d %s %6d %s %s %s %s\n", $1, $2, $8, ratio($2, $8, 1), $3, $9, ratio($3, $9, 2), $4, $10, ratio($4, $10, 3), $5, $11, ratio($5, $11, 4), $6, $12, ratio($6, $12, 5), $14, ratio($6, $14, 6), time($7), time($13), t ? ratio($7 > floor ? $7 - floor : 0.1, $13 > floor ? $13 - floor : 0.1, 7) : "      -"
}
END {
	printf "%-12s", "mean"
	for (i = 1; i <= 7; i++)
		printf "%*s%7s", i == 3 ? 17 : i == 4 ? 13 : i == 6 ? 8 : 15, "", count[i] ? sprintf("%.2f", exp(sum[i] / count[i])) : "-"
	printf "\n%d programs; a program that does nothing takes %.1f ns; above C: %d in instructions, %d as they run, %d in steps\n", NR, floor, above[1], above[2], above[3]
}'
