# How often each process opens something below /etc.
use nubpf *

ebpf attach 'tracepoint:syscalls/sys_enter_openat' {|ctx|
    let file = ($ctx.filename | read-str --max-len 64)
    if $file starts-with '/etc/' { $ctx.tgid | count opens }
}
