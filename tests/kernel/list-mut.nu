# A mutable list keeps its room: what a filter takes out of it can be put back.
ebpf attach --name mutable 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    mut l = [1, $n, 3]
    for i in 1..2 { $l = ($l | where $it != $i) }
    { left: ($l | length), last: ($l | last) } | emit left
    $l = [7, 8, 9]
    mut sum = 0
    for x in $l { if $x == 9 { break }; $sum += $x }
    $sum | emit
}
