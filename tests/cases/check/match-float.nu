ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    match $ctx.pid { 1e300 => { count }, 1.5 => { count never }, 2.0 => { count two } }
}
