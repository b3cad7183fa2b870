# runqlat.nu: how long threads that are ready wait for a cpu.
use nubpf *

# A histogram of the time from being ready to running.
def main [
    --pid (-p): int = 0     # only threads of this process (0 = all)
    --processes (-P)        # one histogram for each process
    --threads (-L)          # one histogram for each thread
] {
    ebpf attach --name wakeup 'tp_btf:sched_wakeup' {|ctx|
        let task = $ctx.arg.p
        if $pid == 0 or $task.tgid == $pid { start-timer ready --by $task.pid }
    }
    ebpf attach --name new 'tp_btf:sched_wakeup_new' {|ctx|
        let task = $ctx.arg.p
        if $pid == 0 or $task.tgid == $pid { start-timer ready --by $task.pid }
    }
    ebpf attach --name switch 'tp_btf:sched_switch' {|ctx|
        let prev = $ctx.arg.prev
        # What is taken off the cpu although it could run is ready again.
        if $prev.__state == 0 and $prev.pid != 0 and ($pid == 0 or $prev.tgid == $pid) {
            start-timer ready --by $prev.pid
        }
        let next = $ctx.arg.next
        let waited = (stop-timer ready --by $next.pid)
        if $waited == null { return }
        if $threads {
            $waited | hist thread_waits --by {pid: $next.pid, comm: $next.comm}
        } else if $processes {
            $waited | hist process_waits --by $next.tgid
        } else {
            $waited | hist waits
        }
    }
}
