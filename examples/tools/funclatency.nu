# funclatency.nu: how long calls of a function take: here of malloc, by everybody who has it.
use nubpf *

# A histogram of the time from a function's entry to its return.
def main [
    --pid (-p): int = 0     # only this process (0 = all)
    --threads (-T)          # one histogram for each thread
] {
    ebpf attach --name enter 'uprobe:libc.so.6:malloc' {|ctx|
        if $pid == 0 or $ctx.tgid == $pid { start-timer calls }
    }
    ebpf attach --name leave 'uretprobe:libc.so.6:malloc' {|ctx|
        let took = (stop-timer calls)
        if $took == null { return }
        if $threads { $took | hist thread_latency --by $ctx.pid } else { $took | hist latency }
    }
}
