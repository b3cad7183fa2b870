# Reads by commands of one name.
use nubpf *

ebpf attach 'tracepoint:syscalls/sys_enter_read' {|ctx|
    if $ctx.comm == 'trigger' { $ctx.fd | count reads }
}
