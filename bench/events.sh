#!/bin/bash
# events: rows that nubpf-load writes as jsonl and msgpack, against lines of bpftrace's printf, and what each loses
#
#   NUBPFC=build/bin/nubpfc BPFTRACE=bpftrace ROUNDS=3 N=300000 bench/run events [NAME…]
#
# For each program of bench/events/ one process, then one on each of two cpus, does N system calls as
# fast as it can while the tool writes to a file in memory. Events offered a second and written a second,
# until the last one is there; what is lost, as the tool says it, and what is missing without a word; and the
# tool's seconds of CPU for a million. Medians of ROUNDS. Needs root.
set -eu
cd "$(dirname "$0")/.."
: "${BPFTRACE:=bpftrace}" "${ROUNDS:=3}" "${N:=300000}"
# shellcheck source=bench/lib/setup.sh
. bench/lib/setup.sh
[ -d /sys/kernel/tracing/events ] || mount -t tracefs tracefs /sys/kernel/tracing
load=$(dirname "$NUBPFC")/nubpf-load
"${CC:-cc}" -O2 -D_GNU_SOURCE -o "$tmp/trigger" bench/trigger.c
tools=(jsonl msgpack)
if command -v "$BPFTRACE" >/dev/null; then
	tools+=(bpftrace)
	"$BPFTRACE" --version
else
	echo "bpftrace is left out: no $BPFTRACE on this machine (apt-get install bpftrace)"
fi

declare -A calls=([opens]=openat [calls]=priority)

wait_for() { # REGEX FILE: until a line of it matches
	until grep -aqE "$1" "$2" 2>/dev/null; do
		kill -0 "$pid" 2>/dev/null || { cat "$2" >&2; exit 1; }
		sleep 0.05
	done
}

cpu_ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

# How many rows stand in the tool's output.
written() { # TOOL NAME
	case $2-$1 in
	opens-*) grep -ao /etc/hostname "$tmp/out" ;;
	calls-msgpack) grep -ao value "$tmp/out" ;;
	calls-*) grep -a '[0-9]' "$tmp/out" ;;
	esac | wc -l
}

run() { # TOOL NAME PROCESSES: a line of figures
	local tool=$1 name=$2 processes=$3 started ended done before ticks size last=-1 producers=() lost
	: >"$tmp/out"
	: >"$tmp/err"
	if [ "$tool" = bpftrace ]; then
		"$BPFTRACE" -o "$tmp/out" "bench/events/$name.bt" 2>"$tmp/err" >"$tmp/said" &
	else
		"$load" -f "$tool" "$tmp/nu.bpf.o" >"$tmp/out" 2>"$tmp/err" &
	fi
	pid=$!
	if [ "$tool" = bpftrace ]; then
		wait_for '^Attach' "$tmp/out"
		sleep 1 # it says so before it does
	else
		wait_for '^attached' "$tmp/err"
	fi
	before=$(cpu_ticks "$pid")
	started=$(date +%s%N)
	for ((i = 0; i < processes; i++)); do
		"$tmp/trigger" "${calls[$name]}" "$N" "$i" &
		producers+=($!)
	done
	wait "${producers[@]}"
	done=$(date +%s%N)
	while size=$(stat -c %s "$tmp/out") && [ "$size" != "$last" ]; do # until it writes no more
		last=$size ended=$(date +%s%N)
		sleep 0.2
	done
	ticks=$(($(cpu_ticks "$pid") - before))
	while kill -INT "$pid" 2>/dev/null && sleep 0.5; do # bpftrace 0.17 can miss one
		:
	done
	wait "$pid" || :
	if [ "$tool" = bpftrace ]; then
		sed -i '/^Attach/d; /^$/d' "$tmp/out"
		lost=$(cat "$tmp/out" "$tmp/err" | awk '/^Lost [0-9]+ events/ { n += $2 } END { print n + 0 }')
		sed -i '/^Lost /d' "$tmp/out"
	else
		lost=$(sed -n 's/^[0-9]* events, \([0-9]*\) lost.*/\1/p' "$tmp/err")
	fi
	echo "$((processes * N)) $((done - started)) $((ended - started)) $(written "$tool" "$name") ${lost:-0} $ticks"
}

for script in bench/events/*.nu; do
	name=$(basename "$script" .nu)
	case " $* " in *" $name "* | "  ") ;; *) continue ;; esac
	"$NUBPFC" -O2 -o "$tmp/nu.bpf.o" "$script"
	for processes in 1 2; do
		for ((round = 0; round < ROUNDS; round++)); do
			for tool in "${tools[@]}"; do
				echo "$name $processes $tool $(run "$tool" "$name" "$processes")"
			done
		done
	done
done | awk -v hz="$(getconf CLK_TCK)" '
function median(key, what,    n, i, j, t, v) {
	n = split(seen[key, what], v, " ")
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && v[j] + 0 < v[j - 1] + 0; j--) {
			t = v[j]; v[j] = v[j - 1]; v[j - 1] = t
		}
	return v[int((n + 1) / 2)]
}
function add(key, what, x) { seen[key, what] = seen[key, what] " " x }
{
	key = $1 " " $2 " " $3
	if (!(key in known)) {
		known[key] = 1
		keys[++nkeys] = key
	}
	add(key, "offered", $4 / $5 * 1e9)
	add(key, "written", $7 / $6 * 1e9)
	add(key, "lost", 100 * $8 / $4)
	add(key, "missing", 100 * ($4 - $7 - $8) / $4)
	add(key, "cpu", $7 ? $9 / hz / $7 * 1e6 : 0)
}
END {
	printf "%-8s %9s %-9s %12s %12s %8s %10s %12s\n", "program", "processes", "", "offered/s", "written/s", "lost %", "missing %", "CPU s/10^6"
	for (i = 1; i <= nkeys; i++) {
		split(keys[i], part, " ")
		printf "%-8s %9d %-9s %12.0f %12.0f %8.2f %10.2f %12.2f\n", part[1], part[2], part[3],
			median(keys[i], "offered"), median(keys[i], "written"), median(keys[i], "lost"),
			median(keys[i], "missing"), median(keys[i], "cpu")
	}
}'
