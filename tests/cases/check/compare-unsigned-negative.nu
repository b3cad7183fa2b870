ebpf attach 'kprobe:do_sys_openat2' {|ctx|
    if $ctx.arg0 < 0 { count }
}
