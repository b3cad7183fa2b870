# Commands that Nushell has and closures in the kernel do not; and one that nobody has.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx.comm | str distance nu | emit
    $ctx.comm | hash md5 | emit
    $ctx.comm | parse "{a}-{b}" | emit
    ls | length | emit
    date now | emit
    $ctx.pid | roll up | emit
    $ctx.pid | roll | emit
    $ctx.pid | bogus | emit
    $ctx.comm | path basename | emit
    http get "http://localhost" | emit
}
