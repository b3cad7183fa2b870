# Two places of a program see one stack: its own frame is not in it. Threads of the kernel have no
# stack of user space, which counts under null.
use nubpf *

ebpf attach --name switches 'tp_btf:sched_switch' {|ctx|
    let here = $ctx.kstack
    if $here == null { 'none' | count stacks } else if $here == $ctx.kstack { 'same' | count stacks } else { 'other' | count stacks }
    if $ctx.task.mm == 0 {
        $ctx.ustack | count of_threads
    }
}
