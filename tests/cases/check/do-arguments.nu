ebpf attach 'kprobe:vfs_read' {|ctx|
    mut n = 1
    do {|x, y| $x } 1 | emit
    do {|x: int| $x } abc | emit
    do { $n } | emit
    do {|x| $x } ...[1] | emit
    for i in 0..1 { do { break } }
    do count
}
