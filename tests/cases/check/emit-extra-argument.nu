ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    1 | emit a b
}
