ebpf attach 'kretprobe:vfs_read' {|ctx| $ctx.arg0 | emit }
