use nubpf *
# Lists, texts and bytes that are made longer from themselves, in loops and one after the other.
ebpf attach --name grown 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    mut a = []
    for i in 0..3 { $a = ($a | append ($i + $n)) }
    $a | emit
    mut b = []
    for i in 0..7 { if $i mod 2 == ($n mod 2) { $b ++= [$i] } }
    $b | emit
    mut c = []
    for i in 0..3 { for j in 0..1 { $c ++= [($i * $j + $n)] } }
    $c | math sum | emit
    mut f = []
    for i in 0..3 { mut k = []; for j in 0..2 { $k ++= [($j + $n)] }; $f ++= [($k | math sum)] }
    $f | emit
    mut g = [1]
    for i in 0..2 { $g ++= $g }
    $g | length | emit
    mut h = []
    for i in 0..($n mod 4) { $h ++= [$i] }
    $h | emit
}
ebpf attach --name texts 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    mut s = ""
    $s += "a"
    $s += "b"
    $s += $"x($n)"
    $s | emit
    mut t = ""
    for i in 0..3 { $t ++= $"($n mod 10)" }
    $t | emit
    mut u = "x"
    for i in 1..4 { if $i != $n { $u = $"<($u)>" } }
    $u | emit
    mut v = ""
    for c in ("hello" | split chars) { $v = $"($c)($v)" }
    $v | emit
    mut w = 0x[]
    for i in 0..3 { $w = ($w | bytes add -e 0x[01 02]) }
    $w | bytes length | emit
    mut x = ""
    for i in 0..40 { if $i > $n { $x += "a" } }
    $x | str length | emit
}
ebpf attach --name ways 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    mut d = []
    mut i = 0
    while $i < 4 { $d ++= [$"a($i)"]; $i += 1 }
    $d | str join ',' | emit
    mut e = []
    for i in 0..3 { if $i == $n { break }; $e ++= [$i] }
    $e | emit
    mut f = []
    for i in 0..3 { if $i == $n { continue }; $f ++= [{k: $i, v: $n}] }
    $f | get k | emit
    mut g = []
    for x in [3 $n 2] { $g = ($g | append $x | sort) }
    $g | emit
    mut p = []
    mut q = []
    for i in 0..3 { $p = ($q | append $i); $q = $p }
    $q | emit
    mut r = []
    for i in 0..3 { $r = (if $i > $n { $r | prepend $i } else { $r }) }
    $r | emit
}
# What commands take of a list that gets longer than where it is declared.
ebpf attach --name longer 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    mut l = [1]
    for i in 0..4 { if $n > $i { $l ++= [$i] } }
    let m = $l
    {a: ($l | get -o 4), b: ($m.5?), c: ($l | window 3 | length)} | emit
}
ebpf attach --name chosen 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    mut l = [1]
    for i in 0..4 { if $n > $i { $l ++= [$i] } }
    {a: ($l | where $it > 0 | select 0 3 5 | each {|x| $x * 2 }), b: ($l | reject 0 1 | each {|x| $x * 2 })} | emit
}
ebpf attach --name pairs 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    mut l = ([3 1 2] | find --regex 'a' -n)
    $l = ($l | append $n)
    ($l | window 2 | each {|x| $x.0 bit-xor $x.1 } | append $n | math min) | emit
    match $n { 3 => { $l ++= [$n] }, _ => { } }
    ($l | window 2 | each {|x| $x.0 + $x.1 } | append $n) | emit
}
