# A column that is a record has columns of its own; 8-byte parts come first.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    { ok: ($ctx.cpu == 0), who: { pid: $ctx.pid, comm: $ctx.comm }, note: 'seen', gap: null } | emit calls
}
