# What commands that part and sort lists take.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let l = [$ctx.pid 2 3]
    $l | chunks 0 | length | emit
    $l | chunks $ctx.pid | length | emit
    $l | window 2 --stride 0 | length | emit
    1..3 | chunks 2 | length | emit
    $l | zip { [1 2] } | length | emit
    $l | zip [a b] | length | emit
    $l | zip 1.. | length | emit
    [[$ctx.pid]] | sort | length | emit
    $l | sort-by | length | emit
    [{a: $ctx.pid}] | sort-by z | length | emit
    [{a: $ctx.pid}] | sort-by a.b | length | emit
    [{a: [$ctx.pid]}] | sort-by a | length | emit
    $l | take while {|x| $x } | length | emit
    $l | sort --custom | length | emit
    seq 1 0 3 | length | emit
    seq 1 2 $ctx.pid | length | emit
    $ctx | wrap a | emit
    $ctx.pid | wrap $ctx.comm | emit
}
