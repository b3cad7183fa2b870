# Every file that the trigger opens.
use nubpf *

ebpf attach 'tracepoint:syscalls/sys_enter_openat' {|ctx|
    if $ctx.comm == 'trigger' {
        { pid: $ctx.tgid, comm: $ctx.comm, file: ($ctx.filename | read-str --max-len 64) } | emit
    }
}
