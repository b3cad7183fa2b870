# Fields of a tracepoint's payload, widened by their signedness.
ebpf attach 'tracepoint:syscalls/sys_enter_openat' {|ctx|
    { dir: $ctx.dfd, path: ($ctx.filename | read-str --max-len 30), flags: $ctx.flags } | emit
}
