# What a command on lists works on has a bound.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    0..100 | each {|x| $x + $ctx.pid } | length | count
    0.. | each {|x| $x } | length | count
    1..$ctx.pid | each {|x| $x } | length | count
    0..3 | reverse | length | count
    1..2..$ctx.pid | each {|x| $x } | length | count
    $ctx.pid | each {|x| $x } | length | count
    [1, "a"] | where $ctx.pid > 1 | length | count
    (if $ctx.pid > 1 { [$ctx.pid] }) | length | count
    [$ctx.pid] | take (-1) | length | count
    [$ctx.pid] | take $ctx.tgid | length | count
    [$ctx.comm] | math sum | count
    [1sec] | math product | count
    [$ctx.pid] | append "a" | length | count
    [$ctx.pid, 5].7 | count
    [$ctx.pid, 5] | emit
}
