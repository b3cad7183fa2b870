# Only the values of a line are sent; its text is in the manifest.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    print $"pid ($ctx.pid) is ($ctx.comm)" 'second line' 5ms
}
