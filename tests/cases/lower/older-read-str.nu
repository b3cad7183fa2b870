bpf-kprobe 'vfs_read' {|| bpf-arg 1 | bpf-read-user-str | bpf-emit }
bpf-kprobe 'vfs_read' {|| bpf-arg 1 | bpf-read-str | bpf-emit }
