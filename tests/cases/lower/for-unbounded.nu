# flags: --kernel=5.16
# No bound that the operands have: refused.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg1 | into int)
    for i in 0..$n { $i | count }
    for i in 0..100000 { $i | count }
}
