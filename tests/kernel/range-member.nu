use nubpf *
ebpf attach --name member 'raw_tracepoint:sys_enter' {|ctx|
    let v0 = ($ctx.arg0 | into int)
    (1 in $v0..<1) | emit
    (2 in $v0..<1) | emit
    (3 in $v0..<1) | emit
    (1 in 1..<$v0) | emit
    (2 in 1..<$v0) | emit
    (3 in 1..<$v0) | emit
    (1 in 3..<$v0) | emit
    (2 in 3..<$v0) | emit
    (3 in 3..<$v0) | emit
    (3 in 3..$v0) | emit
    (1 in $v0..1) | emit
    (0 in 3..$v0) | emit
}
