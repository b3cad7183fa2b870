let handler = {|ctx| 1 }
ebpf attach 'kprobe:x' { start-timer }
ebpf attach 'kprobe:y' {}
ebpf attach 'kprobe:z' $handler
