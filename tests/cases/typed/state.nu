mut total: int = 0
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    mut seen: int = 5
    mut on: bool = true
    $seen += 1
    $total = $total + $seen
    if $on { $total | emit }
}
