# Binary that is computed has few commands.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let b = ($ctx.cpu | into binary)
    $b | bytes reverse | bytes length | emit
    $b | encode hex | emit
    $b | bytes starts-with 'a' | emit
    0x[01] | bytes remove 0x[] | bytes length | emit
    0x[01] | bytes add -i (-1) 0x[02] | bytes length | emit
    'abc' | decode hex | bytes length | emit
    'abc' | bytes length | emit
    $ctx.comm | bytes at 0..1 | bytes length | emit
    [1] | describe | emit
    [1 a] | describe | emit
    ([1 2] | where $it > 1) | describe | emit
    (if $ctx.cpu == 1 { 5 }) | describe | emit
    'x' | into int | emit
    '0xffffffffffffffff' | into int | emit
}
