# Calls on each cpu: sums over cpus, and rows.
ebpf attach --name calls 'raw_tracepoint:sys_enter' {|ctx|
    if $ctx.comm != 'hotplug' { return }
    count all
    $ctx.cpu | count by
    {cpu: $ctx.cpu} | emit
}
