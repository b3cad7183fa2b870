# Every process that ends: who, its parent and its code.
use nubpf *

ebpf attach 'raw_tracepoint:sched_process_exit' {|ctx|
    if $ctx.pid != $ctx.tgid { return }
    {
        pid: $ctx.tgid
        parent: $ctx.task.real_parent.tgid
        code: ($ctx.task.exit_code // 256)
        comm: $ctx.comm
    } | emit
}
