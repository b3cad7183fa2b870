# Arguments of what works on each element are the same for all of them; columns that are none.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let texts = ["a" $"b($n)"]
    $texts | str contains ($texts | first) | emit
    $texts | fill -w $in.0 | emit
    {a: b} | str length c | emit
    {a: b} | str length ...[a] | emit
    {a: $n} | str length a | emit
    $texts | str length a | emit
    "a" | str length a | emit
    {a: b} | str length $n | emit
    [1 $n] | str length | emit
}
