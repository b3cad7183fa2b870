# Text that is made longer out of itself too often, or by more and more, has no room that would do.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    mut name = 'x'
    for i in 1..300 { $name = $name ++ 'y' }
    $name | count
    mut twice = 'x'
    for i in 1..9 { $twice = $twice ++ $twice }
    $twice | count
}
