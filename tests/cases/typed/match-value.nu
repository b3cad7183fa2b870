ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let x = match $ctx.pid { 0 => 'idle', 1..99 => 'low', $p if $p > 1000 => 'high', _ => 'mid' }
    $x | emit
}
