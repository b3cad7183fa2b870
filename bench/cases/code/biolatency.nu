# How long requests to disks take, as a histogram by kind of request.
use nubpf *

ebpf attach --name issue 'tracepoint:block/block_rq_issue' {|ctx|
    start-timer requests --by {dev: $ctx.dev, sector: $ctx.sector}
}
ebpf attach --name complete 'tracepoint:block/block_rq_complete' {|ctx|
    let took = (stop-timer requests --by {dev: $ctx.dev, sector: $ctx.sector})
    if $took == null { return }
    ($took // 1us) | hist usecs
}
