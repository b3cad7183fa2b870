# flags: --kernel=5.16
# Loops that a bound has, but more rounds than the verifier walks.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    mut i = 0
    while $i < 100000 { $i += 1 }
    mut k = 0
    mut n = ($ctx.arg1 | into int)
    while $k < 2000 { $k += 1; if $n mod 3 == 0 { $n = $n // 3 } else if $n mod 7 == 0 { $n = $n // 7 } }
    for j in 0..100 { loop { $n += 1; if $n mod 5 == 0 { break } } }
}
