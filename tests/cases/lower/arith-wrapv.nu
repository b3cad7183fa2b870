# flags: -fwrapv
# Without checks, also for the one quotient that does not fit.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    { sum: ($a + 1), quotient: ($a // ($ctx.arg1 | into int)) } | emit
}
