ebpf attach 'tracepoint:syscalls/sys_enter_openat' {|ctx|
    $ctx.filename | read-str --max-len 100000 | emit
}
