# What fill cannot do is refused with the reason.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx.comm | fill -w (-1) | emit
    $ctx.comm | fill -w $ctx.comm | emit
    $ctx.comm | fill -w $ctx.arg0 | emit
    $ctx.comm | fill -a up | emit
    $ctx.comm | fill -c $ctx.comm | emit
    $ctx.comm | fill -w 300 | emit
    ($ctx.arg0 | read-str --max-len 300) | fill | emit
    true | fill -w 5 | emit
    1sec * $ctx.cpu | fill -w 5 | emit
    "\e[31ma" | fill -w 5 | emit
    'a' | fill -a up | emit
    'a' | fill -c (5) | emit
}
