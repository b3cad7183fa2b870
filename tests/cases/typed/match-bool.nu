# Both bools named: one of the arms fits, so the value is never null.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let b = $ctx.pid > 1
    let a = (match $b { true => 1, false => 2 })
    let c = (match $b { true => 1, false if $ctx.pid > 5 => 2 })
    let d = (match (if $b { $ctx.pid > 7 }) { false => 1, true => 2 })
    let e = (match (if $b { $ctx.pid > 7 }) { null => 0, false | true => 2 })
    { a: $a, c: $c, d: $d, e: $e } | emit
}
