ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    loop { count }
}
