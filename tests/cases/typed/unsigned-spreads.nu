ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let a = $ctx.arg0 + 1
    let b = $a bit-and 0xff
    let c = ($b | into int)
    {a: $a, b: $b, c: $c} | emit
}
