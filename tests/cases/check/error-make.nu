ebpf attach 'kprobe:vfs_read' {|ctx|
    if $ctx.pid == 1 { error make {msg: $ctx.pid} }
    if $ctx.pid == 2 { error make {label: 'x'} }
    error make 'text'
    error make {msg: 'x', code: $ctx.comm}
}
