# What rounds leave in memory for each other: kernels before 6.8 look at one round only.
use nubpf *
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    mut name = 'start'
    mut hits = 0
    mut other = 0
    mut n = ($ctx.arg0 | into int)
    while $n > 0 {
        if $name == 'even' { $hits += 1 } else if $name == 'odd' { $other += 1 }
        $name = (if $n mod 2 == 0 { 'even' } else if $n mod 5 == 0 { 'five' } else { 'odd' })
        $n -= 1
    }
    {hits: $hits, other: $other, name: $name} | emit
}
