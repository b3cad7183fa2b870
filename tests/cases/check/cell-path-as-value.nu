ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let p = $.a.b
    count
}
