def f [--by: int = 2] { $by }
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    f --bye 3 | emit
}
