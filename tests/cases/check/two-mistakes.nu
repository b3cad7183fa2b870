ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx.pidd | emit
    $ctx.comm + 1 | emit
}
