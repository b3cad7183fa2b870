# What the verifier knows as addresses are numbers to compute with, whatever has no bounds there.
ebpf attach --name exit 'tp_btf:sched_process_exit' {|ctx|
    let p = $ctx.arg.p
    if $p.comm != 'nubpf-address' { return }
    let far = ($ctx.ktime * 0)
    {
        same: (($p + $far) == $p)
        off: (($p - $far - 8) < $p)
        pid: (($p + $far | into struct task_struct).pid == $ctx.pid)
        task: ($ctx.task == $p)
        page: ((($p | into int) bit-and 0xfff) + (($p | into int) | bits shr 12 | bits shl 12) == ($p | into int))
        parent: (($p.real_parent - $p) + $p == $p.real_parent)
        half: ((($p | into int) // 2) * 2 <= ($p | into int))
    } | emit
}
