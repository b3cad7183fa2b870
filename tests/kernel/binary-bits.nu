use nubpf *
# Binary as bits, and as a number.
ebpf attach --name numbers 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let b = ($n | into binary)
    $b | into int | emit
    $b | into int --endian big | bits shr 12 | emit
    0 - $n | into binary | into int --signed | emit
    0x[01 80] | into int -s | emit
    0x[] | into int | emit
    $b | bytes at 0..<($n mod 4) | into int -e big | emit
    try { $"abcdefgh($n)" | into binary | into int | into string } catch {|e| $e.details.code } | emit
    try { 0x[ff ff ff ff ff ff ff ff] | into int | into string } catch {|e| $e.details.code } | emit
    {a: 0x[01 02]} | into int a | emit
}
ebpf attach --name combined 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let b = ($"a($n)" | into binary)
    $b | bits and 0x[03 01 ff 0f] | encode hex | emit
    $b | bits or 0x[03 01 ff 0f] -e big | encode hex | emit
    $b | bits xor 0x[ff] | encode hex | emit
    $b | bits xor 0x[ff] -e big | encode hex | emit
    $b | bits not | encode hex | emit
    [0x[01] 0x[02 03]] | bits not | each { encode hex } | emit
}
ebpf attach --name moved 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let b = 0x[83 01 ff 10]
    $b | bits shl $n | encode hex | emit
    $b | bits shr ($n + 3) | encode hex | emit
    $b | bits rol $n | encode hex | emit
    $b | bits ror ($n * 2) | encode hex | emit
    $b | bits ror 32 | encode hex | emit
    $b | bits shl 32 | encode hex | emit
    0x[] | bits shl 0 | encode hex | emit
    try { $b | bits shl (33 + $n) | encode hex } catch {|e| $e.details.code } | emit
    try { $b | bits rol (0 - $n - 1) | encode hex } catch {|e| $e.details.code } | emit
}
