ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx.pid * 1sec + 1kb | emit
}
