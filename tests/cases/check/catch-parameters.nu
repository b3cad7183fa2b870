ebpf attach 'kprobe:vfs_read' {|ctx|
    try { 1 // $ctx.pid | emit } catch {|e, f| count }
    try { 1 // $ctx.pid | emit } catch {|e: string| count }
    try { 1 // $ctx.pid | emit } catch {|e = 1| count }
    try { 1 // $ctx.pid | emit } catch {|...e| count }
    let x = try { 1 // $ctx.pid } catch { 'none' }
    $x | emit
}
