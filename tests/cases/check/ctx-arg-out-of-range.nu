ebpf attach 'kprobe:do_sys_openat2' {|ctx|
    $ctx.arg9 | emit
}
