# A range whose ends are known only at run time, within a bound that the operands have.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg1 | into int)
    for i in 1..($n mod 8) { $i | count }
}
