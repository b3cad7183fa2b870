# Writes by process and descriptor.
use nubpf *

ebpf attach 'tracepoint:syscalls/sys_enter_write' {|ctx|
    {pid: $ctx.tgid, fd: $ctx.fd} | count writes
}
