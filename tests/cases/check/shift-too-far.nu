ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    1 bit-shl 64 | emit
}
