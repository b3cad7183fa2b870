ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    match $ctx.pid { [1, 2] => { count } }
}
