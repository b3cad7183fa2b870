# Elements go through the whole pipeline one by one: no list stands between two commands.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    [$n, 5] | where $it > 2 | each {|x| $x bit-and 7 } | length | emit
}
