ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx.comm | read-str
}
