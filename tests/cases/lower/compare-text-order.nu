# Order is that of bytes: of the first words that differ, the lowest byte.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx.comm < 'm' | count
}
