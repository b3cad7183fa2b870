# A variable has room for the longest text that it gets, and so has what is made of it.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    mut name = 'x'
    let first = (if $ctx.cpu == 0 { $name } else { 'no' })
    $name = $ctx.comm
    let last = { who: (if $ctx.cpu == 0 { $name } else { 'no' }) }
    { first: $first, last: $last } | count
}
