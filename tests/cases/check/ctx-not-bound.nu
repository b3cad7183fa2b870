ebpf attach 'kprobe:vfs_read' {|| $ctx.pid | emit }
