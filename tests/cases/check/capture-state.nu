# State of a closure is a mutable variable: closures in it and defs do not capture it, conditions do.
mut all: int = 0
ebpf attach 'raw_tp:sys_enter' {|ctx|
    mut seen: int = 0
    def more [] { $seen + 1 }
    $seen += 1
    $all += $seen
    [1 2] | where $it > $seen | length | emit
    [1 2] | each {|x| $x + $seen } | length | emit
    more | emit
}
