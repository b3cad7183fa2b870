# A closure argument is checked with what the command gives it.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let l = [$ctx.pid, 2]
    mut sum = 0
    $l | each {|x| $sum + $x } | length | count
    $l | each {|x, y| $x } | length | count
    $l | each {|x: string| $x } | length | count
    $l | where {|x| $x + 1 } | length | count
    $l | where { $it > 1 } | length | count
    $l | each {|x| break } | length | count
    $l | reduce {|it, acc| $"($acc)" } | count
    let f = 5
    $l | each $f | length | count
}
