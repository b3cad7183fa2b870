ebpf attach 'raw_tp:sys_enter' {|ctx|
    'x' | sum
    sum
    null | max
    [1 2] | avg
    1 | stats --by {}
    1 | min a b
    1 | sum --linear 0..3
    1 | avg --max-entries 0
    1 | max --by []
    (if $ctx.pid > 1 { 3 }) | sum
}
