ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx.pid / 2 | emit
}
