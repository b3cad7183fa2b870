ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let t = (stop-timer)
    $t + 1sec | emit
}
