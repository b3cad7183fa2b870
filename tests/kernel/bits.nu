ebpf attach --name bits 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    { a: $a, b: $b, and: ($a | bits and $b), or: ($a | bits or $b), xor: ($a | bits xor $b),
      not: ($a | bits not), signed: ($a | bits not --signed), known: (6 | bits and 12) } | emit
}
