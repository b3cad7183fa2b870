# `$in` is what the element before gave; a def takes it as its input.
def double [] { $in * 2 }
ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx.cpu | double | $in + 1 | emit
}
