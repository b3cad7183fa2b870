# What `flatten` does not take.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let maybe = (if $n > 2 { [1 2] })
    {a: [1 2], b: [3 $n]} | flatten | emit
    {a: $maybe, b: $n} | flatten | emit
    (if $n > 2 { {a: 1, b: [2]} }) | flatten | emit
    [$maybe] | flatten | emit
    {a: [1 $n]} | flatten $n | emit
    $n | flatten | emit
    flatten | emit
}
