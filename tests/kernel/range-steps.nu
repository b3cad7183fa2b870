ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let a = ($n bit-and 15)
    mut seen = 0
    for i in 0..$a..9 { $seen = $seen * 10 + $i }
    { up: $seen, list: (5..$a..<20 | each {|x| $x }) } | emit
    { within: ([0 3 6 10 12] | where $it in 0..$a..10), open: ([4 5 9] | where $it in 3..($a + 4)..), last: (7 in 7..($a + 8)..<7) } | emit
    mut far = 0
    for i in 0..($a + 1)..<$n { $far += $i }
    mut first = 0
    for i in $a..($a + 2).. { $first += $i; if $i > 20 { break } }
    { far: $far, first: $first } | emit
}
