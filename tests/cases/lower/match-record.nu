# A record pattern is a chain of tests; one that cannot fit leaves nothing behind.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let r = {nr: $ctx.arg1, in: {pid: $ctx.pid}}
    match $r {
        {size: 1} => { count never }
        {nr: 0, in: {pid: $p}} | {nr: 1, in: {pid: $p}} => { $p | count io }
        {in: {pid: 1}} => { count init }
        {$nr} => { $nr | count others }
    }
}
