use nubpf *

ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx.kstack + 1 | count
    $ctx.ustack | length | count
    $"at ($ctx.kstack)" | str length | count
}
