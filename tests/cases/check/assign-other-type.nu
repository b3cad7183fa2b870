ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    mut x = 1
    $x = 'a'
    $x | emit
}
