ebpf attach 'kprobe:do_sys_openat2' {|ctx|
    $ctx.arg1 | read-str --user --kernel | emit
}
