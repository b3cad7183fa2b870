ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let x = if $ctx.pid > 1 { $ctx.pid }
    $x | emit
}
