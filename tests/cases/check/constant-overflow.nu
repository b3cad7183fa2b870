ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    9223372036854775807 + 1 | emit
}
