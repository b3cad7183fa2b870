# Structures of an array by numbers that are computed; how large they are the kernel says.
ebpf attach --name limits 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg1 | into int)
    let limits = $ctx.task.signal.rlim
    {optional: ($limits | get -o $n).rlim_cur?} | emit optional
    {
        at: ($limits | get $n).rlim_cur
        again: ($ctx.task.signal.rlim | get $n | $in.rlim_cur)
        files: $limits.7.rlim_cur
        stack: $limits.3.rlim_cur
        path: $ctx.task.signal.rlim.3.rlim_cur
        loop: (7..7 | each {|i| ($limits | get $i).rlim_cur } | first)
        none: ($ctx.task.pi_top_task?.signal.rlim | get -o 1 | $in.rlim_cur?)
    } | emit
}
