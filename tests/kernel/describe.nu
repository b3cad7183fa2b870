ebpf attach --name described 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let r = {a: $n, b: {c: 2ns, d: $"($n)"}}
    let l = [{a: 1} {a: 2}]
    {
        a: ($n | describe), b: ($n > 1 | describe), c: ($"($n)" | describe), d: ($n | into duration | describe), e: ($r | describe), f: ($r.b | describe),
        g: ([1 2] | describe), h: ([] | describe), i: ($l | describe), j: ([[1] [2]] | describe), k: (1.5 | describe), l: (1..3 | describe),
        m: (null | describe), n: ({} | describe), o: (0x[01] | describe), p: ({a: [{x: 1}]} | describe), q: (1kb | describe), r: ([a b] | describe),
        s: ([[a b]; [1 x]] | describe), t: ([null] | describe), u: ($n | into binary | describe)
    } | emit
}

ebpf attach --name ints 'raw_tracepoint:sys_enter' {|ctx|
    {
        a: ('12' | into int), b: (' -12 ' | into int), c: ('+1,000' | into int), d: ('12.9' | into int), e: ('1e3' | into int), f: ('0x10' | into int),
        g: ('0b11' | into int), h: ('0o17' | into int), i: ('9223372036854775808' | into int), j: ('-9223372036854775808' | into int), k: ('0012' | into int), l: ('-1.9' | into int)
    } | emit
}
