use nubpf *
# Patterns on lists whose length shows only at run time, and names for the rest of a list.
ebpf attach --name written 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    match [1 $n 3] { [$a, ..$r] => ($r | math sum), _ => 0 } | emit
    match [[1 $n] [3 4]] { [[$a, $b], $c] => ($c | append $a), _ => [] } | emit
    match [1 [2 $n]] { [$a, $l] => ($l | append $a), _ => [] } | emit
    match ["a" $"b($n)"] { ["a", $x] => $x, _ => "no" } | emit
    match [$n 2] { [1, ..$r] | [3, ..$r] => $r, _ => [] } | emit
    match [null $n] { [$a, ..$r] => ($r | length), _ => 2 } | emit
    match [1 2 3] { [$a, ..$r] => ($r | append $n), _ => [] } | emit
    match [$n "x" true] { [3, ..] => 1, [$a, _, $c] if $c => $a, _ => 2 } | emit
}
ebpf attach --name lists 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let l = ([1 $n 3 5] | where $it > 2)
    match $l { [] => 0, [$a] => (10 + $a), [$a, $b] => ($a * $b), [3, ..$r] => ($r | length), [$a, ..] => $a } | emit
    let none = ($l | where $it > 9)
    match $none { [] => "none", [$a] => $"one ($a)", _ => "some" } | emit
    match {a: ([1 2 $n] | where $it > 1)} { {a: [$x, $y]} => ($x + $y), {a: [..$r]} => ($r | length) } | emit
    let maybe = (if $n > 2 { [1 $n] })
    match $maybe { null => 9, [$a, ..$r] => ($r | length), _ => 7 } | emit
    let texts = ["a" $"b($n)" "c"]
    match $texts { [$a, "b3", ..$r] => ($r | str join '-'), [$a, ..$r] => ($r | str join '+') } | emit
}
ebpf attach --name more 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let two = ([$n 2 1] | where $it != 2)
    match $two { [3, $x] if $x > 5 => 1, [3, $x] => $x, [$a, $b] => ($a - $b), _ => 0 } | emit
    match $two { [3, ..$r] | [1, ..$r] => $r, _ => [] } | emit
    let rows = [{a: 1, b: $n} {a: 3, b: 4}]
    match $rows { [{a: 1, b: 3}, ..$r] => $r.0.a, [{b: $x}, $y] => ($x + $y.b) } | emit
    [$n 4] | match $in { [$a, $b] => ($a + $b), _ => 2 } | emit
    match [] { [..$r] => ($r | append $n) } | emit
    mut known = [3 1 2 1]
    match $known { [] => 1, [$a] => $n, [0, ..$r] => ($r | length), [3, ..$r] => ($r | append $n | last), _ => 9 } | emit
    mut one = [$n]
    match $one { [$a, $b] => 2, [$a] => $a, _ => 9 } | emit
    let short = (([3 1] | take until {|x| true }) | append $n)
    match $short { [] => 1, [$a] => $a, [_, $b, ..$r] if true => $b, _ => 9 } | emit
}
