# Another target for a program, when it is loaded.
needs_root
cat >probe.nu <<'NU'
ebpf attach --name opens 'tracepoint:syscalls/sys_enter_openat' {|ctx| $ctx.probe | count opens }
ebpf attach --name alloc 'uprobe:/no/such/file:main' {|ctx| 1 | count allocs }
ebpf attach 'tp_btf:sched_switch' {|ctx| count }
ebpf attach --name all 'iter:task' {|ctx| $ctx.meta.seq_num | emit }
NU
"$nubpfc" -o probe.bpf.o probe.nu || cli_wrong "cannot compile"
run "$load" probe.bpf.o --duration 10ms
status 1
err "there is no file '/no/such/file'$"
run "$load" probe.bpf.o --duration 100ms --target opens=syscalls/sys_enter_close --target alloc=uprobe:libc:malloc --target tp_btf:sched_switch=sched_wakeup --target all=bpf_map
status 0
err '^attached 4 programs$'
run "$load" probe.bpf.o --target alloc=libc:malloc --target tp_btf:sched_switch=sched_swotch
status 1
err "cannot attach to 'tp_btf:sched_swotch': this kernel has no such target$"
run "$load" probe.bpf.o --dry-run --target alloc=libc:malloc
status 0
out 'attach uprobe:libc:malloc '
run "$load" probe.bpf.o --target nobody=libc:malloc
status 2
err "^nubpf-load: --target: 'nobody=libc:malloc' names no program of the object$"
err "^hint: write PROG=SPEC, as in 'opens=syscalls/sys_enter_openat'$"
run "$load" probe.bpf.o --target alloc=malloc
status 2
err "^nubpf-load: --target: bad target 'malloc' for 'alloc': expected PATH:SYMBOL"
