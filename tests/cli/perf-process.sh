# pid=N of a perf event: only that process, its threads and what it starts later; another one from the command line.
needs_root
busy='while :; do :; done'
bash -c "trap '($busy) & child=\$!; echo \$child >child' USR1; trap 'kill \$child; exit' TERM; $busy" &
one=$!
bash -c "$busy" &
two=$!
trap 'kill $one $two' EXIT
compile() { # EVENT
	printf "ebpf attach --name p 'perf_event:%s' {|ctx| {tgid: \$ctx.tgid, cpu: \$ctx.cpu} | count }\n" "$1" >probe.nu
	"$nubpfc" -o probe.bpf.o probe.nu || cli_wrong "cannot compile"
}
keys() { # of the processes that were counted
	jq -r 'select(.map == "p" and .count > 0) | .key.tgid' out | sort -un | tr '\n' ' '
}
compile "software:cpu-clock:period=1000000:pid=$one"
run "$load" -f jsonl --duration 300ms probe.bpf.o
status 0
[[ $(keys) == "$one " ]] || cli_wrong "counted: $(keys), not $one"
jq -s -e 'map(.count) | add > 20' out >/dev/null || cli_wrong "too few samples"
run "$load" -f jsonl --duration 300ms --target "p=perf_event:software:cpu-clock:period=1000000:pid=$two" probe.bpf.o
status 0
[[ $(keys) == "$two " ]] || cli_wrong "--target: counted: $(keys), not $two"

# What the process starts once the program is attached belongs to it.
: >err
"$load" -f jsonl --duration 50s probe.bpf.o >out 2>err &
loader=$!
until grep -q '^attached' err; do sleep 0.01; done
kill -USR1 $one
until [[ -s child ]]; do sleep 0.01; done
# Until it has run for a tenth of a second.
until (($(cut -d' ' -f14 "/proc/$(<child)/stat") >= 10)); do sleep 0.01; done
kill -INT $loader
wait $loader || cli_wrong "the loader failed"
[[ $(keys) == "$(printf '%s\n' "$one" "$(<child)" | sort -n | tr '\n' ' ')" ]] ||
	cli_wrong "counted: $(keys), not $one and $(<child)"

# On one cpu.
taskset -p -c 0 $two >/dev/null
compile "software:cpu-clock:period=1000000:pid=$two:cpu=0"
run "$load" -f jsonl --duration 300ms probe.bpf.o
status 0
[[ $(keys) == "$two " ]] || cli_wrong "counted: $(keys), not $two"
jq -s -e 'all(.[] | select(.count > 0); .key.cpu == 0)' out >/dev/null || cli_wrong "another cpu"

compile software:cpu-clock:period=1000000:pid=4194303
run "$load" -f jsonl --duration 10ms probe.bpf.o
status 1
err 'there is no process 4194303$'
printf "ebpf attach 'perf_event:software:cpu-clock:pid=0' {|| count }\n" >probe.nu
run "$nubpfc" -o probe.bpf.o probe.nu
status 1
err 'cpu=N and pid=N'
