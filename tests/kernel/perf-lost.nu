# What a perf buffer has no room for is counted where it was made.
use nubpf *

ebpf attach 'tracepoint:syscalls/sys_enter_read' {|ctx|
    if $ctx.fd == 44 and $ctx.comm == 'trigger' {
        1 | count sent
        {fd: $ctx.fd, pid: $ctx.pid, comm: $ctx.comm} | emit
    }
}
