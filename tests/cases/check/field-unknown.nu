ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let r = {pid: $ctx.pid}
    $r.pdi | emit
}
