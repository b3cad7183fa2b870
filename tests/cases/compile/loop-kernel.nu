# flags: --kernel=5.2
# Kernels before 5.3 have no loops; what is unrolled needs none.
ebpf attach --name long 'raw_tp:sys_enter' {|ctx|
    mut sum = 0
    for i in 0..<1000 { $sum += ($ctx.arg1 | into int) bit-xor $i }
    $sum | count
}
ebpf attach --name short 'raw_tp:sys_exit' {|ctx|
    mut sum = 0
    for i in [1 2] { $sum += ($ctx.arg1 | into int) bit-xor $i }
    $sum | count
}
