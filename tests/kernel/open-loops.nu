use nubpf *
# Loops of which nobody knows how often they run: the kernel runs them.
ebpf attach --name collatz 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    mut x = $a
    mut n = 0
    while $x != 1 {
        if $x < 1 { error make {msg: "below one"} }
        $x = (if $x mod 2 == 0 { $x // 2 } else { $x * 3 + 1 })
        $n += 1
    }
    {n: $n, x: $x} | emit
}
ebpf attach --name nested 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    mut sum = 0
    mut i = 0
    mut word = 'start'
    loop {
        mut k = $a
        if $i * $i > $a + 20 { break }
        $i += 1
        if $i mod 3 == 0 { continue }
        loop {
            $k = $k // 2
            if $k < 1 { break }
            $sum += $k * $i
            if $sum > 5000 { $word = $"big($i)"; break }
        }
        for j in 0..2 { $sum += $j }
    }
    {sum: $sum, i: $i, word: $word, l: [$i $a]} | emit
}
ebpf attach --name leaves 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    def bits [n: int] { mut c = 0; mut m = $n; while $m != 0 { $m = ($m bit-and ($m - 1)); $c += 1; if $c > 60 { return 99 } }; $c }
    mut n = $a
    (try { loop { $n -= 1; if $n < 0 { error make {msg: $"at ($n)"} }; if $n == 40 { break } }; 'forty' } catch {|e| $e.msg }) | emit
    bits $a | emit
    [(bits ($a + 1)) (bits $n)] | emit
    loop { if $n mod 7 == 3 { $n | emit; if $n > 10 { return } }; $n += 5 }
    'not here' | emit
}
