# flags: --btf=../../kernel/half.btf
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let limits = $ctx.task.signal.rlim
    $limits.16 | emit
    $limits.rlim_cur | emit
    ($ctx.task.signal.unnamed | get $ctx.pid) | emit
    ($limits | get 'x') | emit
    let unnamed = $ctx.task.signal.unnamed
    $unnamed.1 | emit
}
