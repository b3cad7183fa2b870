ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let x = 1
    $x = 2
    $x | emit
}
