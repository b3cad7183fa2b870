ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let a = $ctx.pid
    def f [] { $a }
    f | emit
}
