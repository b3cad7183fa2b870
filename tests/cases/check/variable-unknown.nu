ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let took = 5
    $tok | emit
}
