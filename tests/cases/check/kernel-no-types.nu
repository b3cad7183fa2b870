# flags: --btf=no-such-file
ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx.task.tgid | emit
}
