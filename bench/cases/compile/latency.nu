# How long reads take, as a histogram, and every slow one as a row.
use nubpf *

def main [
    --min: duration = 10ms   # rows only for reads at least this slow
] {
    ebpf attach --name start 'tracepoint:syscalls/sys_enter_read' {|ctx|
        start-timer
    }
    ebpf attach --name done 'tracepoint:syscalls/sys_exit_read' {|ctx|
        let took = (stop-timer)
        if $took == null { return }
        $took | hist reads
        if $took >= $min {
            { pid: $ctx.tgid, comm: $ctx.comm, bytes: $ctx.ret, took: $took } | emit slow
        }
    }
}
