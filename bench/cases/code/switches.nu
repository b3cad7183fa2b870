# How often each process is taken off a cpu while it could run, and how often it waits.
use nubpf *

ebpf attach 'tp_btf:sched_switch' {|ctx|
    let prev = $ctx.arg.prev
    if $prev.__state == 0 {
        $prev.tgid | count taken
    } else {
        $prev.tgid | count waited
    }
}
