# A constant with a NUL: from then on a NUL does not end a text.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let s = (if $ctx.cpu == 0 { "a\0b" } else { $ctx.comm })
    'b' in $s | count
}
