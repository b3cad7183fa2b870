# A range as a list has at most 64 elements.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    1..$ctx.pid | each {|i| $i + 1 } | math sum | count
    seq 1 $ctx.cpu | length | count
    0..($ctx.pid bit-and 15) | each {|i| $i + 1 } | math sum | count
}
