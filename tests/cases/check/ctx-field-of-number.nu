ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx.pid.x | emit
}
