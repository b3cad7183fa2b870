ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    {a: 1, a: $ctx.pid} | emit
}
