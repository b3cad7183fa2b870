ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    if not $ctx.pid > 2 { count }
}
