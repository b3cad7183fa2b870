# Variables of the file by name: declared before, behind or not at all.
7 | global-define seen
global-define limit --type duration
ebpf attach --name e 'raw_tracepoint:sys_enter' {|ctx|
    let k = ($ctx.arg1 | into int)
    global-get seen | emit seen
    $k | global-set seen
    (global-get limit) + 1ms | global-set limit
    true | global-define on
    (global-get on) | emit on
    ($k > 5) | global-set on
    (global-get later) | emit later
    $k | global-define --zero least
    if $k < (global-get least) { $k | global-set least }
    if $k > 5 { (if $k > 6 { null } else { 1 }) | global-set seen }
}
ebpf attach --name f 'raw_tracepoint:sys_exit' {|ctx|
    {seen: (global-get seen), limit: (global-get limit), on: (global-get on)} | emit all
    2kb | global-set later
}
