# Programs that have ended before anybody can ask what they had mapped: files are known by build ids.
use nubpf *

ebpf attach --name calls 'raw_tracepoint:sys_enter' {|ctx|
    if $ctx.comm != 'brief' { return }
    $ctx.ustack | emit
    $ctx.ustack | count places
}
