# flags: --kernel=5.16
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    mut sum = 0
    for i in 0..4 {
        mut n = 0
        loop { if $n >= 3 { break }; $n += 1 }
        $sum += $n
    }
    $sum | emit
}
