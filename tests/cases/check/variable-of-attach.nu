let id = ebpf attach 'kprobe:vfs_read' {|| count }
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $id | emit
}
