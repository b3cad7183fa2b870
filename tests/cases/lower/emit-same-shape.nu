# Two places that send the same columns under one name send one event.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    if $ctx.cpu == 0 { $ctx.pid | emit pids } else { $ctx.pid | emit pids }
}
