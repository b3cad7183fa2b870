use nubpf *
# How many elements there are of eight that may be missing is one way for the verifier, not 256.
ebpf attach --name ways 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let some = (($n | into binary) | bytes index-of -a 0x[01] | each {|v| $v } | length)
    let text = (try { $"($n)($some)" | into int } catch { 0 })
    [5 $text $some] | math median | emit
}
