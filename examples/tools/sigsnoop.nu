# sigsnoop.nu: signals as they are sent, by whom and to whom.
use nubpf *

# Show every signal.
def main [
    --pid (-p): int = 0          # only what this process sends (0 = all)
    --signal (-s): int = 0       # only this signal (0 = all)
    --failed (-x)                # only what did not arrive
] {
    ebpf attach --name signal 'tracepoint:signal/signal_generate' {|ctx|
        if $pid != 0 and $ctx.tgid != $pid { return }
        if $signal != 0 and $ctx.sig != $signal { return }
        if $failed and $ctx.result == 'TRACE_SIGNAL_DELIVERED' { return }
        {
            pid: $ctx.tgid
            comm: ($ctx.task.comm)
            signal: $ctx.sig
            to: $ctx.pid
            result: ($ctx.result | into enum TRACE_SIGNAL_DELIVERED)
        } | emit
    }
}
