def f [a: int, b?: int, --by: int = 3, --loud] { if $loud { $a } else { $a + $by } }
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    f 1 | emit
    f 1 2 --by 4 | emit
    f 1 --loud | emit
}
