ebpf attach 'kprobe:vfs_read' {|ctx|
    let found = ([$ctx.pid $ctx.tgid $ctx.uid] | where $it > 5)
    try { $found.1 | emit } catch {|e| $e.msg | emit }
    try { $found.1 | emit } catch {|e| $e.details.code | emit }
}
