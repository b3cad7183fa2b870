# What stands behind a return is not lowered.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    if $ctx.pid == 1 { return; count never }
    for i in 0..3 { break; count never }
    count
}
