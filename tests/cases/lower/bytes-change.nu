# Binary changed: one loop without branches for each.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let b = ($ctx.arg0 | into binary)
    $b | bytes add -i 1 0x[ff] | bytes reverse | encode hex | emit
    [1 ($ctx.cpu | into int)] | split list 1 | length | emit
}
