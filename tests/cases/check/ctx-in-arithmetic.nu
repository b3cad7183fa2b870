ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx + 1 | emit
}
