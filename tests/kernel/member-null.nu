# Null is in no range.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let x = (if $n > 0 { $n })
    {in: ($x in 0..5), own: ($x in 0..$n), not: ($x not-in 1..9), step: ($x in 0..2..8)} | emit
}
