# What the kernel cannot do with text that is computed is refused with the reason.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let s = $ctx.comm
    $s | str trim | emit
    $s | str replace a b | emit
    'abc' | str replace '' b | emit
    $s | str length --chars | emit
    $s | str substring (-2).. | emit
    $s | str substring 5 | emit
    'é' | str substring 0..0 | emit
    'aß' | str upcase | emit
    'abc' | str index-of $s | emit
    $s | str index-of "a\0" | emit
    5 | str length | emit
    $s | into bool | emit
    null | into string | emit
    $ctx.arg0 | bits and 1 | emit
    $ctx.pid | bits or $s | emit
}
