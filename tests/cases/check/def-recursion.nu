def f [n: int] { f ($n - 1) }
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    f 3 | emit
}
