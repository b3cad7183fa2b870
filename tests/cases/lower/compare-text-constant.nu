# A constant against the padded command name is whole words, and no code when it cannot fit.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    if $ctx.comm == 'bash' { count short }
    if $ctx.comm != 'a-longer-name' { count long }
    if $ctx.comm == 'much-too-long-for-it' { count never }
}
