def add [n: int] { $in + $n }
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx.pid | add 5 | emit
}
