use nubpf *

ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx.ustack | count
}
