ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let d = 1sec + 500ms
    let n = $ctx.pid * 2ms
    let r = $n // 1ms
    let s = $n / 3
    {d: $d, n: $n, r: $r, s: $s, m: ($n mod 7ms)} | emit
}
