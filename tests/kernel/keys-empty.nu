use nubpf *
# A list that turns out to be always empty is a key like others: there is one of it.
ebpf attach --name keys 'raw_tracepoint:sys_enter' {|ctx|
    let none = ((0..1 | each {|v| $ctx.pid }) | drop 3)
    start-timer t --by $none
    ((stop-timer t --by $none) == null) | emit
    $none | count empty
    {a: $none, b: 1} | count parts
}
