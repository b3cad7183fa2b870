ebpf attach --name a 'kprobe:vfs_read' {|| count }
ebpf attach --name a 'kprobe:vfs_write' {|| count }
