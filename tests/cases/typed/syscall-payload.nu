ebpf attach 'tracepoint:syscalls/sys_enter_openat' {|ctx|
    {dfd: $ctx.dfd, file: ($ctx.filename | read-str --max-len 64), flags: $ctx.flags} | emit
}
