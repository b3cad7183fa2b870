ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx | emit
}
