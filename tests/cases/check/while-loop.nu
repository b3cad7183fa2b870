ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    mut i = 0
    while $i < 10 { $i += 1 }
}
