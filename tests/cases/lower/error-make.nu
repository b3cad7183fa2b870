# An error leaves the branch: behind it the value is not null.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = (if $ctx.arg1 > 5 { $ctx.cpu })
    if $n == null { error make {msg: 'no cpu'} }
    ($n + 1) | count
}
