ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    ebpf attach 'kprobe:vfs_read' {|| count }
}
