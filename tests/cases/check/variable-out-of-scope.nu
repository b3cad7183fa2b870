ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    if $ctx.pid > 1 { let x = 1 }
    $x | emit
}
