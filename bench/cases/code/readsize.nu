# How much reads bring, as a histogram, and errors by number.
use nubpf *

ebpf attach 'tracepoint:syscalls/sys_exit_read' {|ctx|
    if $ctx.ret < 0 { 0 - $ctx.ret | count errors } else { $ctx.ret | hist bytes }
}
