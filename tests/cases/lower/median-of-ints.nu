# Of an even number of ints the median is a float.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    [$n 2] | math median | emit
    [$n 2 3] | where $it > 2 | math median | emit
}
