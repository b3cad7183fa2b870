# Signed arithmetic raises where Nushell does: every operation has its guard.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    { sum: ($a + $b), difference: ($a - $b), product: ($a * $b) } | emit
}
