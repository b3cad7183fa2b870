ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    mut r = {l: [], n: 1, s: 'x', in: {b: 0x[00]}}
    for i in 0..<6 {
        if $i >= $n { break }
        $r.l ++= [$i]
        $r.s += 'yz'
        $r.n += 1
    }
    $r.in.b = ($r.in.b ++ 0x[01 02])
    $r | emit
    mut rows = {all: [{i: 9}]}
    for i in 0..2 { if $n > $i { $rows.all ++= [{i: $i}] } else { $rows.all = ($rows.all | prepend {i: 7}) } }
    $rows | emit
}
