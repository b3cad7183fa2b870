bpf-kprobe "tcp_sendmsg" { ||
    if bpf-uid() == 0 { count() }
    emit($ctx.pid)
    $ctx.pid | hist()
}
bpf_uprobe "/bin/bash" "readline" { count }
