# Interpolated text that is compared or counted is made in the kernel.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg1 | into int)
    $"($ctx.comm):($n)" | count
}
