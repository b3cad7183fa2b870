ebpf attach --name divide 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    {
        a: $a
        b: $b
        by: [($a // 7) ($a mod 7) ($a // -7) ($a mod -7)]
        quotient: ($a // $b)
        rest: ($a mod $b)
    } | emit
}
