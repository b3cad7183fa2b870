# flags: --kernel=5.4
# Kernels without ring buffers: the record is made on the stack and copied when it is sent.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    {pid: $ctx.tgid, comm: $ctx.comm} | emit
}
