ebpf attach 'kprobe:vfs_read+x' {|ctx| count }
