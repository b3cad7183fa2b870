ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    sleep 1sec
}
