# Formats of nubpf-load: the list of them, and what each makes of the same rows.
run "$load" -f help
status 0
out '^jsonl +'
out '^folded +'
run "$load" -f nonsense x.bpf.o
status 2
err 'expected table, jsonl'
object ticks
run "$load" -f folded ticks.bpf.o
status 2
err '-f folded: the object has no stacks: count or emit'
needs_root
for format in json nuon msgpack csv; do
	run "$load" -f $format --count 2 ticks.bpf.o
	status 0
	[[ -s out ]] || cli_wrong "-f $format prints nothing"
done
run "$load" -f json --count 3 ticks.bpf.o
jq -e 'map(.beat // empty) == [1, 2]' out >/dev/null || cli_wrong "no two beats in the array"
run "$load" -f csv --count 3 ticks.bpf.o
out '^event,.*beat'
cat >stacks.nu <<'END'
use nubpf *
ebpf attach --name tick 'interval:20ms' {|ctx|
    { comm: $ctx.comm, a: 1, stack: $ctx.kstack } | count by
    { who: 'row;', n: 3, stack: $ctx.kstack } | emit rows
    { gone: $ctx.ustack } | count none
    print "a line"
}
END
"$nubpfc" -o stacks.bpf.o stacks.nu || cli_wrong "cannot compile"
run "$load" -f folded -d 300ms stacks.bpf.o
status 0
out '^nubpf-load;a=1;entry_SYSCALL_64_after_hwframe;do_syscall_64;.*;bpf_prog_test_run_raw_tp;[^ ]* [1-9][0-9]*$'
out '^row:;entry_SYSCALL_64_after_hwframe;do_syscall_64;.* [1-9][0-9]*$'
no_out 'a line'
err '^a line$'
err 'events, 0 lost'
(($(wc -l <out) == 3)) || cli_wrong "not three ways"
