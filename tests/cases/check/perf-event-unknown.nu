ebpf attach 'perf_event:software:cpu-clok' {|ctx| count }
