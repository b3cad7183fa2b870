# offcputime.nu: where threads wait, and for how long; `-f folded` is for flame graphs.
use nubpf *

# Time by the stacks that threads left the cpu with.
def main [
    --pid (-p): int = 0               # only threads of this process (0 = all)
    --min (-m): duration = 1us        # only waits at least this long
    --max (-M): duration = 365day     # … and at most this long
] {
    ebpf attach --name switch 'tp_btf:sched_switch' {|ctx|
        let prev = $ctx.arg.prev
        let next = $ctx.arg.next
        if $prev.pid != 0 and ($pid == 0 or $prev.tgid == $pid) {
            {since: $ctx.ktime, user: $ctx.ustack, kernel: $ctx.kstack} | map-put off $prev.pid
        }
        let left = ($next.pid | map-get off)
        if $left == null { return }
        map-delete off $next.pid
        let waited = ($ctx.ktime - $left.since | into duration)
        if $waited < $min or $waited > $max { return }
        $waited | sum waits --by {comm: $next.comm, pid: $next.tgid, user: $left.user, kernel: $left.kernel}
    }
}
