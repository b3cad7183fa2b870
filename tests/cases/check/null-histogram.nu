ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    stop-timer | hist
}
