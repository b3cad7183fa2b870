use nubpf *

ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let x = ($ctx.arg0 | into int)
    let end = (if $x > 3 { $x })
    let list = (if $x > 3 { [$x ($x + 1)] })
    mut rounds = 0
    for y in $list { $rounds += $y }
    for y in (if $x > 3 { $x bit-and 7 })..2 { $rounds += 100 }
    {
        member: (2 in 0..$end)
        from: (2 in $end..2)
        itself: ($end in 0..9)
        count: ([0 ...$list] | length)
        rounds: $rounds
    } | emit
}
