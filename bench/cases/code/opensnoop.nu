# Every file that is opened: who, which and how.
use nubpf *

ebpf attach 'tracepoint:syscalls/sys_enter_openat' {|ctx|
    {
        pid: $ctx.tgid
        comm: $ctx.comm
        flags: $ctx.flags
        file: ($ctx.filename | read-str --max-len 128)
    } | emit
}
