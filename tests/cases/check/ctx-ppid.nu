# flags: --btf=../kernel.btf
ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx.ppid | emit
    $ctx.ppid.x | emit
    $ctx.ppid = 3
}
