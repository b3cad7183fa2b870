ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    mut r = {a: 1}
    $r.a = 2
    $r | emit
}
