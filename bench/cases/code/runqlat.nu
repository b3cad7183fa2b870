# How long threads wait for a cpu, as a histogram of microseconds.
use nubpf *

ebpf attach --name wake 'tracepoint:sched/sched_wakeup' {|ctx|
    start-timer waits --by $ctx.pid
}
ebpf attach --name run 'tracepoint:sched/sched_switch' {|ctx|
    if $ctx.prev_state == 0 { start-timer waits --by $ctx.prev_pid }
    let waited = (stop-timer waits --by $ctx.next_pid)
    if $waited == null { return }
    ($waited // 1us) | hist usecs
}
