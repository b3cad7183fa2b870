use nubpf *

# An element that is null comes to the closure as it is.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let v = ($ctx.arg0 | into int)
    let last = ([$v 3] | skip until {|x| $x > 63 } | last)
    ([$last $v 0] | reduce --fold 7 {|it, acc| if $it == null { $acc + 1000 } else { $acc + $it } }) | emit
    ([$last $v] | reduce {|it, acc| if $acc == null { $it } else { $acc * $it } }) | emit
    ([$last $v 0] | reduce --fold 7 {|it, acc| $acc bit-xor $it }) | emit
}
