# flags: --kernel=5.10
ebpf attach 'raw_tp:sys_enter' {|ctx|
    1 | sum
    1 | count
    1 | stats
}
