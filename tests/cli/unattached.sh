# What programs keep that were not attached, or left out, is not shown: in no format, and not of a group.
needs_root
cat >probe.nu <<'END'
ebpf attach --name missing --optional 'kprobe:nubpf_has_no_such_function' {|ctx|
    mut seen: int = 0
    $seen += 1
    1 | count never
    5 | sum shared
    7 | hist sizes
    3 | map-put mine 1
}
ebpf attach --name either 'kprobe:nubpf_has_no_such_function|tracepoint:syscalls/sys_enter_openat' {|ctx|
    mut opens: int = 0
    $opens += 1
    if $ctx.comm == 'nubpf-nobody' { 5 | sum shared }
}
ebpf attach --name other 'raw_tp:sys_enter' {|ctx| if $ctx.comm == 'nubpf-nobody' { count; 1 | map-put kept 1 } }
END
"$nubpfc" -o probe.bpf.o probe.nu || cli_wrong "cannot compile"
for format in table jsonl json nuon csv msgpack openmetrics; do
	run "$load" -f $format --maps --duration 10ms probe.bpf.o
	status 0
	for name in shared other opens; do
		grep -aq $name out || cli_wrong "$format: no $name"
	done
	! grep -aE 'never|sizes|mine|seen' out || cli_wrong "$format shows what is not attached"
	err '^missing: not attached: '
done
run "$load" -f jsonl --only other --maps --duration 10ms probe.bpf.o
[[ $(<out) == '{"map":"other","count":0}' ]] || cli_wrong "--only other shows more"
own_mounts
inside mount -t bpf bpf /sys/fs/bpf
inside "$load" -q --pin g probe.bpf.o
status 0
inside "$nubpf" counters -q g
status 0
out '^\{"map":"shared","sum":0\}$'
out '^\{"map":"other","count":0\}$'
no_out never
inside "$nubpf" detach g
status 0
out '^\{"map":"shared","sum":0\}$'
out '^\{"state":"opens"'
no_out 'never|sizes|mine|seen'
