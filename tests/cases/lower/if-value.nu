# Branches meet leaf by leaf: phis for numbers and flags, one slot for text.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let who = (if $ctx.uid == 0 { 'root' } else { $ctx.comm })
    let more = (if $ctx.pid == 1 { $ctx.tgid })
    { who: $who, more: $more } | emit
}
