ebpf attach 'kprobe:x' {|ctx|
    {pid: $ctx.pid + 1, comm: $ctx.comm} | emit
    $ctx.pid | count
}
