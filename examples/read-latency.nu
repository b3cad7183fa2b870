# read-latency.nu: how slow are reads, and which are the slow ones?
use nubpf *

# Show reads slower than a threshold and a histogram of all of them.
def main [
    --min: duration = 10ms   # rows only for reads at least this slow
    --comm: string = ''      # only programs of this name
] {
    ebpf attach --name start 'tracepoint:syscalls/sys_enter_read' {|ctx|
        if $comm != '' and $ctx.comm != $comm { return }
        start-timer
    }
    ebpf attach --name done 'tracepoint:syscalls/sys_exit_read' {|ctx|
        let took = (stop-timer)
        if $took == null { return }
        $took | hist --by $ctx.comm reads
        if $took >= $min {
            { pid: $ctx.tgid, comm: $ctx.comm, bytes: $ctx.ret, took: $took } | emit slow
        }
    }
}
