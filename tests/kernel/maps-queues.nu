# Queues, stacks and bloom filters: values without keys.
map-define small --kind stack --max-entries 2
ebpf attach --name e 'raw_tracepoint:sys_enter' {|ctx|
    let k = ($ctx.arg1 | into int)
    {a: $k, s: $"x($k)"} | map-push rows
    {a: ($k + 1), s: $"y($k)"} | map-push rows
    map-peek rows | emit first
    map-pop rows | emit again
    if $k == 7 { map-pop rows | emit second }
    map-pop nothing --kind queue | emit none
    $k | map-push numbers --kind stack
    ($k * 1sec) | map-push spans --kind stack
    [$k ($k + 1)] | map-push seen --kind bloom-filter
    [$k ($k + 1)] | map-contains seen | emit yes
    (map-contains seen [($k + 1000) 5]) | emit no
    $k | map-push small
}
ebpf attach --name f 'raw_tracepoint:sys_exit' {|ctx|
    (map-pop numbers) | emit last
    if (map-peek numbers) == null { 'empty' | emit last }
    5 | map-push nothing
    map-pop nothing | ignore
}
