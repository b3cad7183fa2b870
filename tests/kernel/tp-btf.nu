use nubpf *

# A child that ends: its parent and how it ended, from the task that the tracepoint names.
ebpf attach 'tp_btf:sched_process_exit' {|ctx|
    let task = $ctx.arg.p
    if $task.comm == 'ended-child' and $task.pid == $task.tgid {
        {comm: $task.comm, same: ($task.tgid == $ctx.tgid), code: ($task.exit_code bit-shr 8)} | emit
    }
}
