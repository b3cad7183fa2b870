# What find cannot do with values that are computed.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    [$"a($n)"] | find a | length | emit
    [a b] | find a | length | emit
    [{x: $"a($n)"}] | find 1 | length | emit
    [$n] | find {|x| $x > 1 } | length | emit
    [$n] | find $n | length | emit
    [$n] | find --regex 1 2 | length | emit
    [$n] | find --regex '(' | length | emit
    [$n] | find --dotall 2 | length | emit
    [$n] | find 1 --columns [1] | length | emit
    [($n | into filesize)] | find 1kb | length | emit
    $"a($n)" | find -n a | emit
    1..3 | find 2 | length | emit
    $n | find 2 | length | emit
    [$n] | find [1] | length | emit
    [$n] | par-each -t (-1) {|x| $x } | length | emit
}
