# exits.nu: every process that ends: who, whose child, how, after how long.
use nubpf *

ebpf attach 'tracepoint:sched/sched_process_exit' {|ctx|
    if $ctx.pid != $ctx.tgid { return }      # threads do not count
    let task = $ctx.task
    {
        pid: $ctx.tgid
        ppid: $task.real_parent.tgid
        comm: $ctx.comm
        code: ($task.exit_code bit-shr 8)
        signal: ($task.exit_code bit-and 0x7f)
        age: ($ctx.ktime - $task.start_time | into duration)
    } | emit
}
