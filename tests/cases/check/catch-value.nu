ebpf attach 'kprobe:vfs_read' {|ctx|
    try { 1 // $ctx.pid | emit } catch {|e| $e | emit }
    try { 1 // $ctx.pid | emit } catch {|e| $e.rendered | emit }
    try { 1 // $ctx.pid | emit } catch {|e| $e.details.help | emit }
    try { 1 // $ctx.pid | emit } catch {|e| $e.details | emit }
    try { 1 // $ctx.pid | emit } catch {|e| $e.message | emit }
    try { 1 // $ctx.pid | emit } catch { $in | emit }
    try { 1 // $ctx.pid | emit } catch {|e| $e.msg.0 | emit }
}
