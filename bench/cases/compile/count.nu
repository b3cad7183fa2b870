# How often does each process open a file?
use nubpf *

ebpf attach 'tracepoint:syscalls/sys_enter_openat' {|ctx|
    $ctx.tgid | count opens
}
