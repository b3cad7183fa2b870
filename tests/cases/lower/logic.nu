# `and` and `or` are control flow: the right side runs only when it decides.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    if $ctx.pid == 1 or ($ctx.uid == 0 and not ($ctx.cpu == 3)) { count }
    $ctx.pid == 2 and $ctx.uid == 0 | count flags
}
