# flags: --btf=../kernel.btf
# Bit fields: where they are and how wide says the kernel that runs the program.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    {waits: $ctx.task.in_iowait, narrow: $ctx.task.narrow} | emit
}
