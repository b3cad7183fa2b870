# Every process that ends: its parent and grandparent, from the tracepoint's argument.
use nubpf *

ebpf attach 'tp_btf:sched_process_exit' {|ctx|
    let task = $ctx.arg.p
    if $task.pid != $task.tgid { return }
    {
        pid: $task.tgid
        parent: $task.real_parent.tgid
        grandparent: $task.real_parent.real_parent.tgid
        code: ($task.exit_code // 256)
    } | emit
}
