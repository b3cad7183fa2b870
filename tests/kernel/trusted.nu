# What the verifier lets programs load without a helper is what helpers read: addresses of arguments,
# of what is behind them, null on the way.
ebpf attach --name out 'tp_btf:sched_process_exit' {|ctx|
    let p = $ctx.arg.p
    if $p.comm != 'nubpf-trusted' { return }
    let far = ($ctx.task.real_parent.real_parent)
    {
        pid: ($p.pid == $ctx.pid)
        tgid: ($p.tgid == $ctx.task.tgid)
        parent: ($p.real_parent.tgid == $ctx.ppid and $ctx.ppid > 1)
        grandparent: ($p.real_parent.real_parent.pid == $far.pid)
        code: ($p.exit_code bit-shr 8)
        flag: ($p.flags == $ctx.task.flags)
        nice: ($p.static_prio == $ctx.task.static_prio and $p.static_prio >= 100)
        group: ($p.signal.live.counter | into int)
        comm: $p.real_parent.comm
        zero: $p.pi_top_task.real_parent.pid
        none: ($p.pi_top_task?.pid == null)
        start: ($p.start_time == $ctx.task.start_time)
    } | emit
}
