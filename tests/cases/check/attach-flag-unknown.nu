ebpf attach --nam x 'kprobe:vfs_read' {|| count }
