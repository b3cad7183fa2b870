bpf-kprobe 'vfs_read' {||
    bpf-filter-comm 'nginx'
    {pid: (bpf-tgid), arg: (bpf-arg 2), t: (bpf-ktime)} | bpf-emit
    if $uid == 0 { bpf-comm | bpf-count }
    bpf-emit-comm
}
