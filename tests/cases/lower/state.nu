# State is global: adding to it is one atomic step.
mut all: int = 0
ebpf attach 'raw_tp:sys_enter' {|ctx|
    mut hits: int = 5
    mut seen: bool = false
    $hits += 1
    $all -= 2
    $seen = ($ctx.cpu == 0)
    if $hits > 100 { $hits = 0 }
}
