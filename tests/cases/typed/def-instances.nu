def double [x] { $x * 2 }
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    double $ctx.pid | emit a
    double 5ms | emit b
    double ($ctx.pid + 1) | emit c
}
