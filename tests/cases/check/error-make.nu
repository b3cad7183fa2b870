ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    if $ctx.pid == 1 { error make {msg: $ctx.comm} }
    if $ctx.pid == 2 { error make {label: 'x'} }
    error make 'text'
}
