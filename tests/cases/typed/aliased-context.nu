ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let c = $ctx
    $c.pid | emit
}
