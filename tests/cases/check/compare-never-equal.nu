ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    if $ctx.comm == 5 { count }
}
