ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx.comm + 1 | emit
}
