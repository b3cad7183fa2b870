# What is wrong in a closure on constants is said once, also where no element gets to it.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    [1 2] | each {|x| if $x > 5 { $nope } else { $x } } | length | emit
    [1 2] | each {|x| $x + "a" } | length | emit
    [1 2] | where $it / 0 > 1 | length | emit
    for x in 0..([1 2] | each {|x| $x // 0 } | length) { $x | emit }
}
