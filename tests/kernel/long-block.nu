use nubpf *

# Sorting eight numbers that may be there is one long block of selections: it fits the stack.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let places = ($ctx.arg0 | into int | into binary | bytes index-of -a 0x[02])
    mut greatest = (if ($places | is-empty) { -1 } else { $places | sort | math max })
    $greatest | emit
}
