ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    if $ctx.pid bit-and 1 == 1 { count }
}
