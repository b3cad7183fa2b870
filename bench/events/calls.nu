# A small row for each of the trigger's calls.
use nubpf *

ebpf attach 'tracepoint:syscalls/sys_enter_getpriority' {|ctx|
    if $ctx.comm == 'trigger' { $ctx.tgid | emit }
}
