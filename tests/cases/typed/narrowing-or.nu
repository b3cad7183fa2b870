ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let took = (stop-timer)
    if $took == null or $took < 5ms { return }
    $took | hist
}
