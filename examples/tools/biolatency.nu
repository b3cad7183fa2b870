# biolatency.nu: how long requests to disks take.
use nubpf *

# A histogram of the time from a request's issue to its end.
def main [
    --queued (-Q)                # from when it was queued on
    --disks (-D)                 # one histogram for each disk
    --disk (-d): string = ''     # only this disk
] {
    ebpf attach --name insert 'tp_btf:block_rq_insert' {|ctx|
        let request = $ctx.arg.rq
        if $queued { start-timer requests --by $request }
    }
    ebpf attach --name issue 'tp_btf:block_rq_issue' {|ctx|
        let request = $ctx.arg.rq
        # Not all requests are queued.
        if not $queued or $request.q.elevator == 0 { start-timer requests --by $request }
    }
    ebpf attach --name complete 'tp_btf:block_rq_complete' {|ctx|
        let request = $ctx.arg.rq
        let took = (stop-timer requests --by $request)
        if $took == null { return }
        let name = $request.q.disk.disk_name
        if $disk != '' and $name != $disk { return }
        if $disks { $took | hist disk_latency --by $name } else { $took | hist latency }
    }
}
