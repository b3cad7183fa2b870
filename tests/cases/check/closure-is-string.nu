ebpf attach 'kprobe:vfs_read' 'count'
