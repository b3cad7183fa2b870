# A list that is made longer from itself has no bound.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    mut seen = [$ctx.pid]
    for i in 0..3 { $seen = ($seen | append $i) }
    $seen | length | count
}
