bpf-kprobe 'vfs_read' {|| bpf-arg 12 | bpf-emit }
