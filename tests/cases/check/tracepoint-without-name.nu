ebpf attach 'tracepoint:syscalls' {|ctx| count }
