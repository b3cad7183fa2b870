ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    1sec + $ctx.pid | emit
}
