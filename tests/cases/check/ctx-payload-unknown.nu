ebpf attach 'tracepoint:syscalls/sys_enter_openat' {|ctx|
    $ctx.filenam | emit
}
