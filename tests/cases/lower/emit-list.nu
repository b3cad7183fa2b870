# The elements share one layout; a bit says which places are taken where that is not known.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    [$ctx.cpu, 300] | emit
    {some: ([$n, 5] | where $it > 2), words: ['a', 'bcd'], none: []} | emit
}
