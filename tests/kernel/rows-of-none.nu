use nubpf *
# A value that is put into no row is evaluated all the same.
ebpf attach --name none 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    [{a: 1}] | where a > 1 | insert x ($n bit-shr 6) | emit
    [{a: 1}] | where a > 1 | insert x (1 bit-shr $n) | emit
}
