ebpf attach 'kprobe:vfs_read' {|ctx|
    mut n = 1
    try { $n = 1 // $ctx.pid } catch { $n = 2 }
    try { $n = 1 // $ctx.pid } catch {|e| $n | emit }
    $n | emit
}
