# syscount.nu: system calls, how often and how long.
use nubpf *

# Count system calls by name.
def main [
    --pid (-p): int = 0     # only this process (0 = all)
    --failed (-x)           # only calls that failed
    --errno (-e): int = 0   # only calls that failed with this error
    --processes (-P)        # by process, not by call
    --latency (-L)          # also the time that they took
] {
    ebpf attach --name enter 'raw_tp:sys_enter' {|ctx|
        if $latency and ($pid == 0 or $ctx.tgid == $pid) { start-timer calls }
    }
    ebpf attach --name leave 'tracepoint:raw_syscalls/sys_exit' {|ctx|
        if $pid != 0 and $ctx.tgid != $pid { return }
        if $failed and $ctx.ret >= 0 { return }
        if $errno != 0 and $ctx.ret != 0 - $errno { return }
        let took = (if $latency { stop-timer calls })
        if $took == null {
            if $latency { return }
            if $processes { $ctx.tgid | count processes } else { ($ctx.id | into enum syscall) | count syscalls }
        } else {
            if $processes { $took | stats process_time --by $ctx.tgid } else { $took | stats syscall_time --by ($ctx.id | into enum syscall) }
        }
    }
}
