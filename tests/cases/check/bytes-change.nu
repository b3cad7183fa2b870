# What the commands that change binary cannot do with values that are computed.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let b = ($n | into binary)
    $b | bytes remove 0x[] | bytes length | emit
    $b | bytes remove $b | bytes length | emit
    $b | bytes remove -a -e 0x[00 00] | bytes length | emit
    $b | bytes replace 0x[00] $b | bytes length | emit
    $b | bytes index-of 0x[] | emit
    $b | bytes index-of -a -e 0x[00 00] | length | emit
    $b | bytes index-of 'a' | emit
    $b | bytes add -i (-1) 0x[02] | bytes length | emit
    $b | bytes add 5 | bytes length | emit
    $b | bytes split $b | length | emit
    $n | bytes reverse | bytes length | emit
    [$n] | bytes collect | bytes length | emit
    bytes build $n 256 | bytes length | emit
    bytes build $n 'a' | bytes length | emit
    $n | encode hex | emit
    $b | decode hex | bytes length | emit
    $n | str reverse | emit
    $ctx.comm | split words -g | length | emit
    $ctx.comm | split column ' ' | length | emit
    [$n 1 2 3 4 5 6 7 8 9 10 11 12] | split list 2 | length | emit
    [$n] | split list 2.5 | length | emit
    [$n] | split list 2 --split around | length | emit
}
