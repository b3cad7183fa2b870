# Null from a branch that is known is no more of an error than null at run time.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let v = (if false { 5 })
    let w = (match 3 { 1 => 5 })
    if $v in 1..5 { 1 | emit }
    if ($w < 3) { 2 | emit }
    if (if false { true }) { 3 | emit }
    $v | default 7 | emit
}
