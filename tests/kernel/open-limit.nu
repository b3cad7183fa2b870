use nubpf *
# Rounds without an end: the kernel stops at 8388608, which is an error of its own.
ebpf attach --name forever 'raw_tracepoint:sys_enter' {|ctx|
    mut n = ($ctx.arg0 | into int)
    loop { $n = $n * 5 bit-and 1023 }
    $n | emit
}
ebpf attach --name almost 'raw_tracepoint:sys_enter' {|ctx|
    mut n = ($ctx.arg0 | into int)
    mut k = 0
    loop { $n = ($n * 5 + 1) bit-and 1023; $k += 1; if $k == 8388608 { break } }
    $k | emit
}
