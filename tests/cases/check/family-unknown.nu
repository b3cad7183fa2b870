ebpf attach 'kprob:vfs_read' {|ctx| count }
