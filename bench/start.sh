#!/bin/bash
# start: time and memory of nubpf-load until it is attached and until it is gone, against C and bpftrace
#
#   NUBPFC=build/bin/nubpfc CLANG=clang-19 BPFTRACE=bpftrace RUNS=15 bench/run start [NAME…]
#
# For each program of bench/cases/*/ that is there in all three languages: ms from the start of the process
# until its program has run for the first time, ms from Ctrl-C to its end, ms of CPU of all that, and MB of
# memory. nubpf-load and the C loader (tests/pairs/observe.c with libbpf) load objects that were compiled
# before; bpftrace compiles. The processes run in turn on one cpu; the numbers are medians. Needs root.
set -eu
cd "$(dirname "$0")/.."
: "${CLANG:=clang-19}" "${BPFTRACE:=bpftrace}" "${RUNS:=15}"
# shellcheck source=bench/lib/setup.sh
. bench/lib/setup.sh
[ -d /sys/kernel/tracing/events ] || mount -t tracefs tracefs /sys/kernel/tracing
load=$(dirname "$NUBPFC")/nubpf-load
include=/usr/include/$("${CC:-cc}" -dumpmachine)
"${CC:-cc}" -O2 -D_GNU_SOURCE -o "$tmp/start" bench/start.c -lbpf -lelf -lz
"${CC:-cc}" -O2 -D_GNU_SOURCE -o "$tmp/observe" tests/pairs/observe.c -lbpf -lelf -lz
peers=(nubpf)
if command -v "$CLANG" >/dev/null; then
	peers+=(C)
else
	echo "C is left out: no $CLANG on this machine (tools/setup)"
fi
if command -v "$BPFTRACE" >/dev/null; then
	peers+=(bpftrace)
	"$BPFTRACE" --version
else
	echo "bpftrace is left out: no $BPFTRACE on this machine (apt-get install bpftrace)"
fi

for script in bench/cases/*/*.bt; do
	base=${script%.bt} name=$(basename "$script" .bt)
	case " $* " in *" $name "* | "  ") ;; *) continue ;; esac
	"$NUBPFC" -O2 -o "$tmp/nu.bpf.o" "$base.nu"
	command=("$tmp/start" "$RUNS" "$load" -f jsonl "$tmp/nu.bpf.o")
	for peer in "${peers[@]}"; do
		case $peer in
		C)
			{ cat "$base.bpf.c"; ! grep -q '^struct event' "$base.bpf.c" || echo 'const struct event *shown;'; } >"$tmp/c.c"
			"$CLANG" -O2 -g -target bpf -I"$include" -I"$(dirname "$base")" -c -o "$tmp/c.bpf.o" "$tmp/c.c"
			command+=(-- "$tmp/observe" "$tmp/c.bpf.o")
			;;
		bpftrace) command+=(-- "$BPFTRACE" "$script") ;;
		esac
	done
	"${command[@]}" >"$tmp/lines"
	paste <(printf '%s\n' "${peers[@]}") "$tmp/lines" | sed "s/^/$name /"
done | awk '
BEGIN {
	printf "%-12s %-9s %12s %12s %10s %8s   %s\n", "program", "", "attached ms", "to end ms", "CPU ms", "MB", "times that of nubpf"
}
{
	printf "%-12s %-9s %12.1f %12.1f %10.1f %8.1f", $1, $2, $3, $4, $5, $6 / 1024
	if ($2 == "nubpf") {
		for (i = 3; i <= 6; i++)
			mine[i] = $i
	} else {
		for (i = 3; i <= 6; i++) {
			printf "%s%.2f", i == 3 ? "   " : " ", $i / mine[i]
			sum[$2, i] += log($i / mine[i])
		}
		n[$2]++
	}
	printf "\n"
}
END {
	for (peer in n) {
		printf "mean of %-10s", peer
		printf " attached %.2f, to end %.2f, CPU %.2f, memory %.2f times that of nubpf\n",
			exp(sum[peer, 3] / n[peer]), exp(sum[peer, 4] / n[peer]),
			exp(sum[peer, 5] / n[peer]), exp(sum[peer, 6] / n[peer])
	}
}'
