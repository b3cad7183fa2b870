# The loop computes; what the text may look like is walked by automata before.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    $ctx.comm | into int | emit
}
