ebpf attach 'kprobe:vfs read' {|ctx| count }
