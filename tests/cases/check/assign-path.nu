# What stands at a path of a variable keeps its kind; new columns there are none.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    mut r = {a: 1, l: [$ctx.pid]}
    let k = {a: 1}
    mut t = [{a: $ctx.pid}]
    mut n = 1
    $r.a = "x"
    $r.b = 5
    $r.z += 4
    $k.a = 2
    $t.a = 3
    $t.0.b = 3
    $n.a = 1
    $r.l.5 = 1
    $r.a! = 1
    $ctx.pid = 1
    $r.a.0 = 3
}
