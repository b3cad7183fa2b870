ebpf attach --name computed 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let b = ($n | into binary)
    let s = ($"ab($n)" | into binary)
    {
        len: ($b | bytes length), slen: ($s | bytes length), starts: ($b | bytes starts-with 0x[07 00]), ends: ($b | bytes ends-with 0x[00 00]),
        is: ($b == 0x[07 00 00 00 00 00 00 00]), part: (($b | bytes at 0..1) == 0x[07 00]), tail: (($s | bytes at (-1)..) == 0x[37]),
        empty: ($s | bytes at 2..<2 | bytes length), joined: ($s ++ 0x[00 01] | bytes length), jends: ($s ++ 0x[00 01] | bytes ends-with 0x[00 01]),
        long: ($b | bytes starts-with 0x[07 00 00 00 00 00 00 00 00]), none: ($b | bytes ends-with 0x[])
    } | emit
}

ebpf attach --name known 'raw_tracepoint:sys_enter' {|ctx|
    {
        a: (0x[01 02 03 04] | bytes at (-3)..(-2) | encode hex), b: (0x[01 02 01 02] | bytes index-of -e 0x[02]),
        c: (0x[01 01 01 01 01] | bytes index-of -a 0x[01 01] | str join ","), d: (0x[01 01 01 01 01] | bytes index-of -a -e 0x[01 01] | str join ","),
        e: (0x[01 02 03] | bytes add -i 1 0x[aa] | encode hex), f: (0x[01 02 03] | bytes add -i 1 -e 0x[aa] | encode hex --lower),
        g: (0x[01 02 01 02] | bytes remove -a 0x[01] | encode hex), h: (0x[01 02 01 02] | bytes remove -e 0x[01] | encode hex),
        i: (0x[01 02 01] | bytes replace -a 0x[01] 0x[aa bb] | encode hex), j: (0x[01 02 03] | bytes reverse | encode hex),
        k: ([0x[01] 0x[02]] | bytes collect 0x[00] | encode hex), l: (0x[01 00 02 00] | bytes split 0x[00] | length),
        m: (300 | into binary | encode hex), n: ('aé' | into binary | encode hex), o: (true | into binary | bytes length), p: (0x[fb ff fe] | encode base64 --url),
        q: ('a' | encode base64), r: ('a' | encode base64 --nopad), s: ('68656C6C6F' | decode hex | encode base64), t: (0x[01] ++ 0x[02] | encode hex),
        u: (0x[01 02 03] | bytes add -i 10 -e 0x[aa] | encode hex), v: (0x[61 2c 62] | bytes split ',' | get 1 | encode hex), w: ([0x[01] 0x[02 03]] | bytes length | str join ",")
    } | emit
}
