# Stacks as columns, keys and parts of keys. Below 6.13 the kernel has no stack of its own for the
# tracepoints of system calls, only for raw ones.
use nubpf *

ebpf attach --name calls 'tracepoint:syscalls/sys_enter_getpgid' {|ctx|
    if $ctx.comm != 'calls' { return }
    $ctx.ustack | count user
    5 | hist --by $ctx.ustack sizes
    { user: $ctx.ustack, same: ($ctx.ustack == $ctx.kstack) } | emit
    print $"from ($ctx.ustack)"
}
ebpf attach --name raw 'raw_tracepoint:sys_enter' {|ctx|
    if $ctx.comm != 'calls' or $ctx.arg1 != 121 { return } # getpgid
    { kernel: $ctx.kstack, user: $ctx.ustack } | emit raw
    { comm: $ctx.comm, stack: $ctx.kstack } | count kernel
}
