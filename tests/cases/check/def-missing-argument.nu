def f [n: int] { $n + 1 }
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    f | emit
}
