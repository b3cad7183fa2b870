ebpf attach 'kprobe:x {|ctx|
    count
}
