ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let x = if $ctx.pid > 1 { 1 } else { $ctx.pid }
    $x | emit
}
