ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    const x = $ctx.pid
    $x | emit
}
