ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx.pid | $in + 1 | emit
    5 | if $in > 3 { count }
}
