# Behind these words Nushell takes a minus for the start of a flag.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    if -8 < 2 { 1 } | emit
    if true { 1 } else if -8ns < 2ns { 2 } | emit
    match -8 { 1 => 2 } | emit
    while -1 > 2 { break }
    for x in -2..-1 { $x | emit }
    if (-8) < 2 { 1 } | emit
    return -8
}
