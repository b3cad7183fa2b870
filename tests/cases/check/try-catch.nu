ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    try { 1 // $ctx.pid | emit } catch { count }
}
