# How long requests take, by kind of disk.
use nubpf *

ebpf attach --name issue 'tp_btf:block_rq_issue' {|ctx|
    start-timer requests --by $ctx.arg.rq
}
ebpf attach --name complete 'tp_btf:block_rq_complete' {|ctx|
    let took = (stop-timer requests --by $ctx.arg.rq)
    if $took == null { return }
    $took | hist nsecs --by $ctx.arg.rq.q.disk.major
}
