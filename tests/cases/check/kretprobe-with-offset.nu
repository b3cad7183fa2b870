ebpf attach 'kretprobe:vfs_read+4' {|ctx| count }
