use nubpf *
ebpf attach --name fors 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    mut s = 0
    for i in 0..$a { $s += $i; if $i > 20000 { break } }
    $s | emit
    mut n = 0
    for i in 0..3..100000 { if $i mod 1000 == 0 { continue }; $n += 1; if $i > $a * 3 { break } }
    $n | emit
    for i in $a..<(-3) { $n += $i; if $n > 5000 { break } }
    $n | emit
    for i in 1..20000 { for j in 1..($a bit-and 3) { $n += ($i bit-xor $j) bit-and 3 } }
    $n | emit
    mut k = 0
    while $k < 50000 { $k += 1 }
    $k | emit
}
ebpf attach --name ends 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    mut s = 0
    for i in 0.. { $s += $i; if $i > $a { break } }
    for i in 5..8.. { $s += $i; if $i > $a { break } }
    for i in $a.. { $s += $i; if $i > $a + 3 { break } }
    $s | emit
    mut big = 0
    for i in 0..20000 { if $i == $a { continue }; for j in 0..(9000) { if $j > ($i bit-and 3) { break }; $big += 1 } }
    $big | emit
}
