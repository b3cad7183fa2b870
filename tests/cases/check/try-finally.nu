ebpf attach 'kprobe:vfs_read' {|ctx|
    try { 1 // $ctx.pid | emit } catch { count } finally { count }
    try { 1 // $ctx.pid | emit } finally {|r| count }
}
