use nubpf *
# Three rounds that branch much: the verifier walks them where they stand.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let v0 = ($ctx.arg0 | into int)
    mut v3 = 0
    for v20 in 3..5..13 { $v3 += ($"0x($v0),(3)" | into int) }
    {a: $v3} | emit
}
