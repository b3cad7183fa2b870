# hardirqs.nu: time spent in the handlers of interrupts.
use nubpf *

# Time by handler.
def main [
    --counts (-C)       # how often instead of how long
    --dist (-d)         # histograms instead of sums
] {
    ebpf attach --name enter 'tp_btf:irq_handler_entry' {|ctx|
        if $counts {
            ($ctx.arg.action.name | read-str --max-len 32) | count interrupts
        } else {
            start-timer handlers --by $ctx.cpu
        }
    }
    ebpf attach --name leave 'tp_btf:irq_handler_exit' {|ctx|
        if $counts { return }
        let took = (stop-timer handlers --by $ctx.cpu)
        if $took == null { return }
        let name = ($ctx.arg.action.name | read-str --max-len 32)
        if $dist { $took | hist latency --by $name } else { $took | sum time --by $name }
    }
}
