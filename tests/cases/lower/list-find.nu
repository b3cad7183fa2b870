# find: a stage of a list; a term is a comparison of numbers and a search of text.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    [$n 12] | find 7 12 | length | emit
    [{a: $n, b: $ctx.comm}] | find -n --columns [b] sh | length | emit
}
