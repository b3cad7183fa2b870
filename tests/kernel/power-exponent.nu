# The exponent is cut to 32 bits, known or not.
use nubpf *
ebpf attach --name powers 'raw_tracepoint:sys_enter' {|ctx|
    let e = ($ctx.arg0 | into int)
    { a: (0 ** 4294967296), b: (2 ** 4294967297), c: (0 ** $e), d: (2 ** ($e + 1)) } | emit
}
