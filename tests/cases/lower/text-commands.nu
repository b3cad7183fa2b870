# The commands on strings: loops without branches on what is read.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx.comm | str length | emit length
    $ctx.comm | str index-of sh | emit place
    $ctx.comm | str substring 2..5 | emit part
    $ctx.comm | str uppercase | emit case
    $ctx.pid | bits not | emit inverse
}
