# Every exec: who, and under which name.
use nubpf *

ebpf attach 'tracepoint:syscalls/sys_enter_execve' {|ctx|
    { pid: $ctx.tgid, uid: $ctx.uid, comm: $ctx.comm } | emit
}
