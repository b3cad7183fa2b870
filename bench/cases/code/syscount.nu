# How often each system call is made.
use nubpf *

ebpf attach 'tracepoint:raw_syscalls/sys_enter' {|ctx|
    $ctx.id | count calls
}
