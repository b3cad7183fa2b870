# flags: --btf=../../kernel/half.btf
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let limits = $ctx.task.signal.rlim
    ($limits | get ($ctx.arg1 | into int)).rlim_cur | emit
    $limits.3.rlim_cur | emit
}
