ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $env.HOME | emit
}
