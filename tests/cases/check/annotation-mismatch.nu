ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let x: string = $ctx.pid
    $x | emit
}
