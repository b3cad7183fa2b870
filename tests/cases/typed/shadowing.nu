ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let x = $ctx.pid
    let x = $ctx.comm
    if true { let x = 5ms; $x | emit a }
    $x | emit b
}
