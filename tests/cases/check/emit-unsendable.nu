ebpf attach 'raw_tp:sys_enter' {|ctx|
    [1, 'x'] | emit
    [1.5] | emit
    {a: {b: $ctx}} | emit
    1..3 | emit
    print $"up to (1..$ctx.pid)"
    print [1..3]
    let deep = [[[[[[[[$ctx.pid]]]]]]]]
    $deep | emit
    print $deep
    {a: [[[[[[[$ctx.pid]]]]]]]} | emit
    {a: $deep.0} | emit
    [0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
     0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0] | emit
    [$ctx.pid] | count
    1 | hist --by {a: $ctx.pid, b: []}
}
