use nubpf *
# Records and lists in columns, as columns and rows.
ebpf attach --name rows 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    {a: $n, b: {c: 2, d: 3}} | flatten | emit
    {a: 1, b: {a: $n, d: 3}} | flatten | emit
    {a: 1, b: [5 $n], c: {x: 8}} | flatten | emit
    [{a: 1, b: ([$n] | where $it > 5)} {a: 3, b: [1 2]}] | flatten | emit
    {a: $n, b: [{x: 1} {x: 2}]} | flatten | emit
    {a: $n, b: {c: 1, d: 2, e: 3}, l: [1 2], f: 4} | flatten | emit
    {l: [1 2], b: {l: $n}} | flatten | emit
    {a: 1, b: {l: $n}, l: [1 2]} | flatten | emit
    {b: {c: 1, d: {x: $n}}, l: [$n], d: 3} | flatten | emit
    {a: {b: 1}, b: $n} | flatten | emit
    {b: $n, a: {b: 1}, c: {b: 7}} | flatten | emit
    {a: [3 4], b: [1 $n]} | flatten b | emit
    [{a: (if $n > 5 { 1 }), b: {c: $"t($n)"}}] | flatten | emit
    [{a: $n, b: [1 2]} {a: 4, b: [5]}] | where a > 3 | flatten | get b | math sum | emit
    {a: 1, b: {a: 2}} | flatten | get 0.b_a | emit
}
ebpf attach --name paths 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let r = {a: $n, b: {c: $"t($n)", d: {e: 3, f: 4}}}
    $r | select a b.c b.d.e | emit
    $r | select b.c? b.x? | emit
    $r | reject b.c b.d.f | emit
    $r | reject b.d.e b.d.f a | emit
    [$r $r] | reject b.d | emit
    [$r $r] | select b.d.e a | where "b.d.e" == $n | length | emit
}
