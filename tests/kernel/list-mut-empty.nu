use nubpf *
# What a list that begins empty holds later is known where it is still empty.
ebpf attach --name empty 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    mut l = []
    for i in 0..1 {
        if ($l | each while {|x| if $x != 11 { $x } } | is-not-empty) { $l | each {|x| $x + 1 } | emit }
        if $n > 5 { $l = [$n 12] }
    }
    $l.1? | emit
    mut r = {l: [], n: 1}
    for i in 0..1 {
        $r.l | each {|x| $x.a } | emit
        if $n > 5 { $r.l = [{a: $n}] }
    }
    mut s = (3..5..20 | where $it > 63)
    $s | each {|x| $"<($x)>" } | emit
    if $n > 5 { $s = [] } else { $s = [3 4 5] }
    $s.2? | emit
}
