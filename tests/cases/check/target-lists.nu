ebpf attach [] {|ctx| count }
ebpf attach ['kprobe:a' 3] {|ctx| count }
ebpf attach 'fentry:vfs_read|kprobe:vfs_read' {|ctx| $ctx.nothing | count }
ebpf attach 'kprobe:vfs_read|uprobe:x' {|ctx| count }
