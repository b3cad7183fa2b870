# Columns are known at compile time, so a wrong one is found there.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let r = {a: $ctx.pid, b: 2}
    $r | select a aa | emit
    $r | reject c | emit
    $r | insert a 1 | emit
    $r | update c 1 | emit
    $r | get c | count
    $r | rename b | emit
    $r | merge 5 | emit
    $r | select a.b | emit
    [$r] | merge {c: 1} | length | count
    $ctx.pid | columns | length | count
    {a: $ctx.pid, b: "x"} | values | length | count
    $r | update a {|row, more| 1 } | emit
}
ebpf attach 'raw_tp:sys_exit' {|ctx|
    [{a: $ctx.pid, b: "x"}] | values | length | count
}
