# What cannot be attached is said with the place in the script and what is near.
needs_root
attach() { # TARGET
	printf "ebpf attach '%s' {|| count }\n" "$1" >probe.nu
	"$nubpfc" --diag=short -o probe.bpf.o probe.nu >/dev/null 2>&1 || cli_wrong "cannot compile $1"
	run "$load" probe.bpf.o --duration 1ms
}
# The compiler knows the tracepoints of this kernel; another kernel's object may name others.
attach tracepoint:syscalls/sys_enter_openat
status 0
sed -i 's/sys_enter_openat/sys_enter_opeatt/g' probe.bpf.o
run "$load" probe.bpf.o
status 1
err "^nubpf-load: probe\.nu:1:[0-9]+: cannot attach to 'tracepoint:syscalls/sys_enter_opeatt': this kernel has no such tracepoint$"
err "^hint: did you mean 'tracepoint:syscalls/sys_enter_openat2?'\?$"
attach raw_tracepoint:no_such_thing
status 1
err "'raw_tracepoint:no_such_thing': this kernel has no such tracepoint$"
attach tp_btf:sched_switch
status 0
sed -i 's/sched_switch/sched_swotch/g' probe.bpf.o
run "$load" probe.bpf.o
status 1
err "^nubpf-load: probe\.nu:1:[0-9]+: cannot load the program for 'tp_btf:sched_swotch': this kernel has no such target$"
attach uprobe:/no/such/file:main
status 1
err "there is no file '/no/such/file'$"
attach uprobe:no-such-program:main
status 1
err "'no-such-program' is neither in \\\$PATH nor a known library$"
attach uprobe:bash:no_such_function_anywhere
status 1
err 'the binary has no such function$'
attach uprobe:libc:mallok
status 1
err "^hint: did you mean 'malloc'\?$"
attach uprobe:libc:malloc
status 0
err '^attached 1 program$'
attach uretprobe:libc:malloc
status 0
if [[ ! -e /sys/bus/event_source/devices/kprobe ]]; then
	attach kprobe:vfs_read
	status 1
	err 'this kernel has no kprobes \(CONFIG_KPROBE_EVENTS\)$'
fi
# Events of perf.
attach perf_event:software:cpu-clock:cpu=65000
status 1
err "cpu 65000 is not online$"
attach perf_event:software:context-switches:pid=2147483000
status 1
err "there is no process 2147483000$"
attach perf_event:software:cpu-clock:freq=1000000000
status 1
err '^hint: the most is in /proc/sys/kernel/perf_event_max_sample_rate$'
if [[ ! -e /sys/bus/event_source/devices/cpu && ! -e /sys/bus/event_source/devices/armv8_pmuv3_0 ]]; then
	attach perf_event:hardware:cycles
	status 1
	err "this machine does not count 'cycles'$"
	err '^hint: virtual machines often have no hardware events'
fi
# Alternatives of which none can be, and optional ones.
attach 'uprobe:/no/such/file:main|uprobe:/no/such/other:main'
status 1
err "^nubpf-load: no alternative can be attached: .*there is no file '/no/such/file'; .*'/no/such/other'$"
printf "ebpf attach --optional 'uprobe:/no/such/file:main' {|| count }\nebpf attach 'tracepoint:sched/sched_switch' {|| count }\n" >probe.nu
"$nubpfc" -o probe.bpf.o probe.nu || cli_wrong "cannot compile"
run "$load" probe.bpf.o --duration 1ms
status 0
err "^nubpf-load: skipped: probe.nu:1:24: cannot attach to 'uprobe:/no/such/file:main': there is no file"
err '^attached 1 program$'
# Marks in programs.
attach usdt:bash:nubpf_test:step
status 1
err "has no probe 'nubpf_test:step'$"
err '^hint: `readelf -n .*bash` lists those that it has$'
attach usdt:no-such-program:a:b
status 1
err "'no-such-program' is neither in \\\$PATH nor a known library$"
