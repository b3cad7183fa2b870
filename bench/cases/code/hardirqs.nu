# How long handlers of interrupts take, by number.
use nubpf *

ebpf attach --name enter 'tracepoint:irq/irq_handler_entry' {|ctx|
    start-timer irqs --by $ctx.cpu
}
ebpf attach --name leave 'tracepoint:irq/irq_handler_exit' {|ctx|
    let took = (stop-timer irqs --by $ctx.cpu)
    if $took == null { return }
    $took | hist nsecs --by $ctx.irq
}
