# Halves of a helper's result; narrow numbers travel in few bytes.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    { tid: $ctx.tid, tgid: $ctx.tgid, both: $ctx.pid_tgid, gid: $ctx.gid, cpu: $ctx.cpu, now: $ctx.ktime } | emit
}
