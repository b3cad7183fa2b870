# A count is checked unless it is known to be 0..63.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let n = ($ctx.arg1 | into int)
    { left: ($a bit-shl $n), right: ($a bit-shr 3), masked: ($a bit-shr ($n bit-and 63)) } | emit
}
