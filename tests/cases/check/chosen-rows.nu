# Numbers of elements, several paths and new names that cannot be had.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let r = {a: $ctx.pid, b: "x"}
    let l = [1, $ctx.pid]
    $l | select 1 a | length | count
    $l | reject 2 | length | count
    $l | reject 0.a | length | count
    $r | select 0 | emit
    $r | get a b | length | count
    $l | get 0 a | length | count
    $l | get 0 $ctx.pid | length | count
    $r | rename --column {z: y} | emit
    $r | rename --column {a: b} | emit
    $r | rename --column {a: 5} | emit
    $r | rename --column {} | emit
    $r | rename --block { 5 } | emit
    $r | rename --block { $ctx.comm } | emit
    [] | first --strict | count
    $l | first --strikt | count
}
