ebpf attach --name computed 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let b = ($n | into binary)
    let s = ($"aé($n)" | into binary)
    {
        a: ($b | bytes index-of 0x[00]), b: ($b | bytes index-of -e 0x[00 00]), c: ($s | bytes index-of -a 0x[37] | length), d: ($s | bytes index-of ($"($n)" | into binary)),
        e: ($s | bytes add 0x[00 01] | encode hex), f: ($s | bytes add -e 0x[00] | encode hex), g: ($s | bytes add -i 2 0x[aa] | encode hex), h: ($s | bytes add -i ($n bit-and 7) -e 0x[aa bb] | encode hex --lower),
        i: ($b | bytes remove 0x[00] | encode hex), j: ($b | bytes remove -e 0x[00] | encode hex), k: ($b | bytes remove -a 0x[00] | encode hex), l: ($s | bytes replace -a 0x[c3 a9] 0x[00] | encode hex),
        m: ($s | bytes reverse | encode hex), o: ([$b $s 0x[]] | bytes collect 0x[00] | bytes length), p: ($b | bytes split 0x[00 00] | each {|x| $x | encode hex } | str join ","), q: ($s | bytes split "7" | length),
        r: (bytes build ($n bit-and 255) $s 0 1 | encode hex), s: ($"($n)" | into binary | encode hex | decode hex | encode hex), t: (try { $"($n)" | decode hex | encode hex } catch {|e| $e.details.code }),
        u: (try { bytes build $n | encode hex } catch {|e| $e.details.code }), v: (try { $s | bytes add -i $n 0x[01] | encode hex } catch {|e| $e.details.code }), w: ($b | bytes index-of -a -e 0x[00] | length)
    } | emit
}
