ebpf attach 'perf_event:software:cpu-clock:every=2' {|ctx| count }
