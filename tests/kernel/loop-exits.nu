use nubpf *
# Loops that any round may be the last of, one after another in a loop: the verifier comes to each in
# the states of all rounds of the one before.
ebpf attach --name exits 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    for i in 0..7 {
        let a = $"($n + $i)"
        let b = (if $a =~ '1.*2' { 1 } else { 2 })
        let c = (if $a =~ '^[0-7]+$' { 3 } else { 4 })
        let d = (try { $a | into int --radix 8 } catch { -1 })
        let e = (if $a =~ '9$' { 5 } else { 6 })
        ($b + 10 * $c + 100 * $e + 1000 * $d) | emit
    }
}
# A random closure that the verifier took a million steps for.
const k_int = 42
const k_bool = true
const k_null = null
const k_text = 'ab'
const k_time = 5sec
const k_size = 3kib
const k_list = [3 1 2 1]
const k_rec = {a: 7, b: 3ns, c: false}
ebpf attach --name found 'raw_tracepoint:sys_enter' {|ctx|
    let v0 = ($ctx.arg0 | into int)
    let v1 = $v0
    let v2 = $v0
    let v4 = ((((if ((if ([$k_rec $k_rec] | any {|v5| $k_bool }) { (false | into int) }) < ('60' | into int)) { 1 } else { 2 }) | into filesize) + (4kib * (try { (try { ($v1 | into binary) | bits shr ($v2 mod 10) } catch { ($"($"($k_time) ($k_size) ($k_null)")" | into binary) }) | into int } catch { 1 }))) // (try { $"0o(((match (((0x[04 01 00 01] | bytes remove -e 0x[01] | encode base64) | split row -n 4 '1' | length)) { 49.. => (($k_list | each {|v6| $v2 } | where $it > 0 | skip 1 | length)), _ => (($v2 | bits shl 2 --signed -n 2)) }) mod 5))((([($k_null) ($v2) (null)] | compact) | math min))" | into int -r 36 } catch { 63 }))
    for v7 in 0..8 { ((('a' | str length) bit-or (($k_list).0 | bits shl 0 --signed -n 2) + ($"a1($k_null)($k_text)" | str index-of (if true { $k_text } else { $k_text })) bit-xor (match $v7 { null => (($k_list | window 2 --stride 3 --remainder | length)), $v8 => { (try { $v0 | into int -r 8 } catch { 0 }) } })) + ((match ((match [(if true { $k_bool } else { true }) (({a: {b: [($v7) ($v0)]}}.a.b.0))] { [true, $v9] if ($k_rec | get c) => (($k_list).1), [_, 0b1010_1010] => (($k_list).1), _ => (($"($k_time) ($k_size) ($k_null)" | str index-of --end '1')) })) { 3..75 if (not (not $k_bool)) => { let v10 = $k_int; (match true { true => ((5sec | into int)), _ => ((true | into int)) }) }, $v11 => { let v12 = (if true { $v7 }); ((match [true ($v1)] { [true, $v13] if $k_bool => ($v0), [_, -9223372036854775807] => ($k_int), _ => ($v11) }) | bits and ((if true { $v0 }) + $k_int)) } }) | match $in { 57 => ($in * 2), _ => ($v7) })) | emit }
    let v14 = (1..(($v1) mod 4) | each { into string })
    [null null] | emit
}
# Rounds with searches inside, each of which can fail: the kernel runs them.
ebpf attach --name tries 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    for i in 0..7 { (try { $"($n + $i)a" | into int --radix 16 } catch { 4 }) | count tried }
}
