ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    match {a: $ctx.pid, b: $ctx.tgid} { {a: 1, b: $x} | {a: $y} => { $x | emit }, _ => { count } }
}
