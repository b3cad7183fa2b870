# What is not read by a number or name, and what cannot be appended.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let l = [$ctx.pid 2]
    $l | get $ctx.comm | emit
    $l | get (-1) | emit
    1..3 | get $ctx.pid | emit
    {a: 1} | get $ctx.pid | emit
    $ctx.pid | get a | emit
    1..3 | length | emit
    $l | append (if $ctx.pid > 1 { 5 }) | length | emit
    $ctx | is-empty | emit
}
