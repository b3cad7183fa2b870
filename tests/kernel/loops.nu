# A loop whose variable moves towards its limit ends by itself; any other one the kernel runs.
def collatz [n] {
    mut x = $n
    mut steps = 0
    while $x != 1 {
        $x = (if $x mod 2 == 0 { $x // 2 } else { $x * 3 + 1 })
        $steps += 1
    }
    $steps
}

ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    mut i = 0
    mut sum = 0
    while $i < 10 {
        $i += 1
        if $i == $a { continue }
        if $sum > $b { break }
        $sum += $i
    }
    mut pairs = 0
    mut j = 10
    while $j > 0 and $pairs < 50 {
        mut k = 0
        while $k <= 7 { $k += 2; if $k == 4 { continue }; $pairs += 1 }
        $j -= 3
    }
    mut n = 0
    loop { $n += 1; if $n > $b { break }; if $n == 100 { return } }
    let value = (do_nothing $a)
    { i: $i, sum: $sum, pairs: $pairs, j: $j, n: $n, collatz: (collatz (if $a > 0 { $a } else { 1 })), value: $value } | emit
}

def do_nothing [x] { mut y = 0; while $y < 5 { $y += 1; if $y == $x { return $y } } }
