# Only the parts of text are sent; places that send the same text are one event.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    $"took ($n | into duration)" | emit
    $"took ($n | into duration)" | emit
    $"took ($n | into duration)!" | emit
}
