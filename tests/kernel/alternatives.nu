use nubpf *

# The first that this kernel has; both closures are typed by their own context.
ebpf attach --name opens 'tracepoint:syscalls/sys_enter_openat_not_here|tracepoint:syscalls/sys_enter_openat' {|ctx|
    if $ctx.comm == 'dd' { {probe: $ctx.probe} | emit }
}

ebpf attach --name reads 'fentry:vfs_read|kprobe:vfs_read|tracepoint:syscalls/sys_enter_read' {|ctx|
    mut seen: int = 0
    if $ctx.comm == 'dd' { $seen += 1; 1 | count }
}

# One closure for each of a list.
ebpf attach --name both ['raw_tp:sched_process_fork' 'raw_tp:sched_process_exit'] {|ctx| $ctx.probe | count ends }
ebpf attach ['tracepoint:syscalls/sys_exit_openat' 'tracepoint:syscalls/sys_exit_close'] {|ctx|
    if $ctx.comm == 'dd' { $ctx.probe | count calls }
}

ebpf attach --optional 'kprobe:nubpf_has_no_such_function|uprobe:/no/such/file:main' {|ctx| count }
