global-define a --type string:4
'x' | global-define b
global-define c
3 | global-define d --type duration
ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx.pid | global-define e
    {x: 1} | global-set f
    1 | global-set g
    true | global-set g
    global-get h | emit
    (global-get i) + 1 | global-set i
    global-set j
    null | global-set k
    (if $ctx.pid > 1 { 1 }) | global-set l
    global-get $"m($ctx.pid)"
}
