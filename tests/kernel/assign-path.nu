# Assignments to parts of records and lists: as in Nushell.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    mut r = {n: 1, in: {x: $a, y: 2}, l: [$a $b]}
    $r.n? = $b
    $r.n += 10
    $r.in.x *= 3
    $r.l.1 = 7
    mut l = [$a $b 3]
    $l.0 += 1
    $l.2 = ($l.0 + $l.1)
    mut t = [{k: $a} {k: $b}]
    if $a > 2 { $t.1.k = 100 }
    mut grow = [1 2]
    $grow.2 = $a
    for i in 0..2 { $r.in.y += $i; $l.1 -= 1 }
    mut words = {w: "none"}
    if $a > 2 { $words.w = "more than one" }
    mut some = ($l | where $it > 2)
    if ($some | length) > 1 { $some.1 = 50 }
    { n: $r.n, x: $r.in.x, y: $r.in.y, l1: $r.l.1, l: ($l | reduce {|it, acc| $acc * 100 + $it }), t: $t.1.k, g: ($grow | length), w: $words.w, s: ($some | append 0 | math sum) } | emit
}
