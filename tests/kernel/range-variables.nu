use nubpf *
# A range in a variable has the ends that it had when it was made.
ebpf attach --name ranges 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    mut m = $n
    let up = 1..$m
    let less = ($m - 2)..<($m + 2)
    let open = $m..
    $m = 3
    (3 in $up) | emit
    [($n in $less) (($n + 2) in $less)] | emit
    ([$n 5 -1] | each {|x| $x in $open }) | emit
    for i in $up { if $i > 4 { break }; $i | emit }
    let few = 0..($n bit-and 3)
    ($few | each {|x| $x * 2 } | math sum) | emit
    let sum = {|r| $n in $up }
    (do $sum 1) | emit
    if $n > 2 { let up = 0..$m; (0 in $up) | emit }
    (0 in $up) | emit
}
