use nubpf *

# Fields that all have are there.
ebpf attach 'tracepoint:syscalls/sys_exit_open*' {|ctx|
    if $ctx.comm == 'dd' { {probe: $ctx.probe, ret: $ctx.ret} | emit }
}
ebpf attach --name named 'tracepoint:syscalls/sys_enter_open*' {|ctx|
    if $ctx.comm == 'dd' { $ctx.probe | count }
}
