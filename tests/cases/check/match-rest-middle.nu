ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    match [$ctx.pid 1 2] { [$x .. 2] => { $x | emit } }
    match [$ctx.pid a 2] { [$x ..$r] => { $r | emit } }
}
