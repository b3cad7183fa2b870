# Each way through a round leaves other values behind.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    mut x = ($ctx.arg0 | into int)
    mut y = 0
    mut even = false
    for i in 1..1000 {
        if $x mod 3 == 0 { $y += $i; $even = not $even } else if $even { $y -= 1 }
        if $y == 77 { continue }
        if $x == $y { break }
        $x += 1
    }
    {x: $x, y: $y, even: $even} | emit
}
