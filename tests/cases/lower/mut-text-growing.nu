# Text that is made longer out of itself has no room that would do.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    mut name = 'x'
    for i in 1..3 { $name = $name ++ 'y' }
    $name | count
}
