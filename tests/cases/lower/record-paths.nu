# A record is its columns: following one costs nothing, `?` keeps null.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let who = { id: { pid: $ctx.pid, uid: $ctx.uid }, cpu: $ctx.cpu }
    let some = (if $ctx.cpu == 0 { $who.id })
    { ...$who.id, cpu: $who.cpu, uid2: $some.uid? } | emit
}
