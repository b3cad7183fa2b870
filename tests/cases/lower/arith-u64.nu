# A kernel word is modular: no guards but against zero, unsigned division and shift.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let a = $ctx.arg0
    { sum: ($a + 1), quotient: ($a // $ctx.arg1), rest: ($a mod 3), shifted: ($a bit-shr 3) } | emit
}
