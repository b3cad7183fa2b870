# lifetimes.nu: which programs are started, and how long do they live?
use nubpf *

# Show programs as they start and as they end.
def main [
    --min: duration = 0ns   # ends only of programs that lived at least this long
] {
    ebpf attach --name exec 'tracepoint:sched/sched_process_exec' {|ctx|
        start-timer --by $ctx.tgid lives
        { pid: $ctx.tgid, uid: $ctx.uid, file: $ctx.filename } | emit start
    }
    ebpf attach --name exit 'tracepoint:sched/sched_process_exit' {|ctx|
        if $ctx.tid != $ctx.tgid { return }      # threads do not count
        let lived = (stop-timer --by $ctx.tgid lives)
        if $lived == null or $lived < $min { return }
        { pid: $ctx.tgid, comm: $ctx.comm, lived: $lived } | emit stop
    }
}
