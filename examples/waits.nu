# waits.nu: where threads wait, and how long: times off the cpu by stack, for a flame graph.
#
#   nubpf-load -f svg --duration 10sec waits.bpf.o >waits.svg
use nubpf *

map-define asleep --kind lru-hash --max-entries 10240

# Add up how long threads were off the cpu, by program and by the calls that led to it.
def main [
    --min: duration = 10us   # only waits at least this long
    --comm: string = ''      # only programs of this name
] {
    ebpf attach --name switch 'tp_btf:sched_switch' {|ctx|
        if $ctx.pid != 0 and ($comm == '' or $ctx.comm == $comm) {
            { user: $ctx.ustack, kernel: $ctx.kstack } | map-put asleep $ctx.pid
            start-timer --by $ctx.pid
        }
        let woken = $ctx.arg.next.pid
        let waited = (stop-timer --by $woken)
        if $waited == null or $waited < $min { return }
        $waited | sum --by { comm: $ctx.arg.next.comm, at: ($woken | map-get asleep) } waits
    }
}
