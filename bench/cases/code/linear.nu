# Descriptors that are read from, in steps of eight.
use nubpf *

ebpf attach 'tracepoint:syscalls/sys_enter_read' {|ctx|
    $ctx.fd | hist fds --linear 0..64 --step 8
}
