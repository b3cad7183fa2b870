# What the types say is never an element, Nushell does not look for.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let size = ($n | into filesize)
    $n in ['a' 'b'] | emit
    $size in [1 2] | emit
    [$n 2] has $size | emit
    $n in [1ns 2ns] | emit
    null in [1 2] | emit
    1.0 in [1 2] | emit
    1kb in 1..3 | emit
    $size in 1..3 | emit
    {fine: ($ctx.arg0 in [$n 1]), none: (null in [1 null]), empty: ($n in []), unlike: (1kb in [1 1kb])} | emit
}
