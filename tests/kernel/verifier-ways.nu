use nubpf *
# What multiplied the ways that the verifier follows: the number of elements of which many may be
# missing, the steps of a power.
ebpf attach --name ways 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($a bit-and 3)
    let l = ([3 1 2 1 $a $a] | each --keep-empty {|x| if $b == 2 { (if (26 in [0 $b]) { $a } else { $b }) } })
    mut n = 42
    $n += ($l | uniq | length)
    $"<($n)>" | emit
    [3 1 2 1] | reduce {|it, acc| $acc ** $b } | emit
}
ebpf attach --name order 'raw_tracepoint:sys_enter' {|ctx|
    # Arguments are looked at when all are there: the division by zero comes first.
    let a = ($ctx.arg0 | into int)
    def f [x: int, y: int] { $x + $y }
    (try { f ([$a] | where $it > 100 | first) (1 // ($a - 2)); 'fine' } catch {|e| $e.msg }) | emit
}
