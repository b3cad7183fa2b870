ebpf attach 'kprobe:x' {|ctx|
    if $ctx.pid == 1 {
        count
}
