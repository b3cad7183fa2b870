ebpf attach 'perf_event:software:faults' {|ctx| $ctx.arg0 | count }
