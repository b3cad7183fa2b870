ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    1 // 0 | emit
}
