ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let l = [$ctx.pid, $ctx.comm]
    $l | emit
}
