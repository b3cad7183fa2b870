# flags: --kernel=5.4
# What the oldest kernel lacks and nothing stands in for.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx.ktime_boot | emit
    $ctx.arg0 | read-str | emit
}
ebpf attach 'begin' {|| print 'x' }
ebpf attach 'fentry:vfs_read' {|ctx| count }
