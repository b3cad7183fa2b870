# A variable that a loop changes is a phi at its head; break and continue carry it out and on.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    mut sum = 0
    for i in 0..9 {
        if $i == $ctx.cpu { continue }
        if $sum > 20 { break }
        $sum += $i
    }
    $sum | emit
}
