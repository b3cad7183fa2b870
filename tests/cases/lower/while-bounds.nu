# The condition bounds the first loop, also on the way of `continue`; a counter bounds the second.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    mut i = 20
    while $i > 3 {
        $i -= 2
        if $i == 7 { continue }
        $i -= 1
    }
    mut n = ($ctx.arg1 | into int)
    while $n != 0 { $n = $n // 2 }
}
