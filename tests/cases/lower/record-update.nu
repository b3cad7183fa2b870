# A command on columns is no code: only what the closure computes.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    {a: ($ctx.arg0 | into int), b: 2} | update a { $in bit-and 15 } | reject b | rename low | emit
}
