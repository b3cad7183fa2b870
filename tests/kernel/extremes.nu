use nubpf *
# Null is the greatest of all, as `sort` has it; texts and bools have an order too.
ebpf attach --name extremes 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let maybe = (if $n > 5 { $n })
    [0 $maybe] | math max | emit
    [$maybe 0 $maybe] | math min | emit
    [$maybe $maybe] | math min | emit
    [null 3 1] | math min | emit
    [null 3 1] | math max | emit
    [$"b($n)" a $"b($n)c"] | math max | emit
    [$"b($n)" $"b($n)c"] | where ($it | str length) > 3 | append z | math min | emit
    [($n > 5) true] | math min | emit
    [($n > 5) false] | math max | emit
    [1 $n 100] | where $it > 5 | math min | emit
    [$n $maybe] | math sum | emit
}
