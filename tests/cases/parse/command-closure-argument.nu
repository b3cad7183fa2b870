ebpf attach 'kprobe:x' { start-timer }
ebpf attach 'kprobe:y' {}
ebpf attach 'kprobe:z' $handler
