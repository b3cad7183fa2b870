ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    for i in 0..<8 { if $ctx.pid in 1..100 { $i | emit } }
}
