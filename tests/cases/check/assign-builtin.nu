# What nobody declares nobody assigns to: the input, a builtin of the first surface.
ebpf attach 'kprobe:x' {|ctx|
    $in = 5
    $pid = 5
    $pid += 1
    5 | if true { $in = 6 }
}
