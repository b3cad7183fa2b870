ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    mut last: int = $ctx.pid
    count
}
