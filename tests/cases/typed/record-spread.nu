ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let a = {x: $ctx.pid, y: 2}
    {...$a, z: 'c'} | emit
}
