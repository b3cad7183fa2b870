ebpf attach 'kprobe:vfs_read' {|a, b| count }
