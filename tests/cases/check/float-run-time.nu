ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx.pid * 1.5 | emit
}
