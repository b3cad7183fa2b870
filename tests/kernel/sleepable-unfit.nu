ebpf attach 'fentry.s:vfs_read' {|ctx| count }
