ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let s = ($ctx.arg0 | into int)
    let r = 0..$s..20
    for i in $r { $i | emit }
    (3 in $r) | emit
    0..$s.. | each {|x| $x } | emit
    ($ctx.comm in 0..$s..20) | emit
    (1sec in 0..$s..20) | emit
}
