# What is not negative needs no sign; an interrupted change of an extreme is tried again.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx.uid | sum --by $ctx.cpu positive
    ($ctx.arg0 | into int) | sum any
    $ctx.uid | min least
}
