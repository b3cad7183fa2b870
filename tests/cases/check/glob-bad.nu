ebpf attach 'fentry:vfs_*' {|ctx| count }
ebpf attach 'kprobe:vfs_*+4' {|ctx| count }
ebpf attach 'kprobe:vfs_* x' {|ctx| count }
