ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx.pid | hist --linear 0..100
}
