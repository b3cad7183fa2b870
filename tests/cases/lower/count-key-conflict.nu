# One name is one map, with one kind of key.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx.comm | count names
    $ctx.pid | count names
    count names
    $ctx.ktime | hist times
    $ctx.ktime | hist --linear 0..100 --step 10 times
}
