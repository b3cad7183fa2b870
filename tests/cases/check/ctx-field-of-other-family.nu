ebpf attach 'kprobe:do_sys_openat2' {|ctx|
    $ctx.retval | emit
}
