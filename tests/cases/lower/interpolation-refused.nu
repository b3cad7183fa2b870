# The kernel has no text of these, and user space makes it only of a string that nothing else is done with.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let took = $"took ({a: $n})"
    $took | emit
    $took == 'took 1 B' | emit
    (if $n > 5 { $"list ([$n])" } else { 'none' }) | emit
    [$"binary (0x[01]) and ({a: $n})"] | emit
    $took | count
    {a: $"([[[[[[[$n]]]]]]])"} | emit
}
