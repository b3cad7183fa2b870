ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    mut took = (stop-timer)
    if $took != null { ($took | default 0ns) | hist }
}
