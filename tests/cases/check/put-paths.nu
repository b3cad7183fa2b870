# What cannot be put at a path, and closures that would run for more than one value.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let r = {a: {b: 1, c: $ctx.pid}, l: [1, $ctx.pid], rows: [{x: $ctx.pid}]}
    let l = [1, $ctx.pid]
    $r | update a.d 1 | emit
    $r | insert a.b 1 | emit
    $r | update a.b.c 1 | emit
    $r | update 0 1 | emit
    $r | update l.5 1 | emit
    $r | update A! 1 | emit
    $l | update a 1 | length | count
    $l | update 2 1 | length | count
    $l | update 0? 1 | length | count
    $l | insert 3 1 | length | count
    $l | update 0 "x" | length | count
    $l | update (-1) 1 | length | count
    $l | update $ctx.pid 1 | length | count
    $r | update rows.x { 3 } | emit
    [$r] | upsert 0.a.b { 3 } | length | count
    1..3 | update 1 9 | length | count
}
