ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    [$ctx.pid, $ctx.tgid] | emit
}
