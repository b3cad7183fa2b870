bpf-kprobe 'vfs_read' {|| bpf-filter-pid }
