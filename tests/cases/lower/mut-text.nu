# Text that is assigned has its own slot; what was bound before keeps its bytes.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    mut name = $ctx.comm
    let before = $name
    if $ctx.pid == 1 { $name = 'init' }
    { before: $before, after: $name } | emit
}
