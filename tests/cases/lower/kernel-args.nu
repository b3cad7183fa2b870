# flags: --btf=../kernel.btf
# Arguments by name and number, of their types; the result stands behind them.
ebpf attach 'fentry:vfs_read' {|ctx|
    {inode: $ctx.arg.file.f_inode.i_ino, count: $ctx.arg.count, small: $ctx.arg3, again: $ctx.arg0.f_inode.i_mode} | emit
}
ebpf attach 'fexit:vfs_read' {|ctx| {ret: $ctx.retval, count: $ctx.arg.count} | emit }
ebpf attach 'kprobe:vfs_read' {|ctx| {small: $ctx.arg.small, raw: $ctx.arg3} | emit }
ebpf attach 'tp_btf:sched_switch' {|ctx|
    if $ctx.arg.preempt { {prev: $ctx.arg.prev.pid, next: $ctx.arg2.comm} | emit }
}
