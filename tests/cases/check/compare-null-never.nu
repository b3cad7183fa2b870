ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    if $ctx.pid == null { count }
}
