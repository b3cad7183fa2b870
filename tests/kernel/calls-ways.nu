use nubpf *
# What one call gives is the same to the next on all ways: the verifier walks each call a few times.
const k_int = 42
const k_bool = true
const k_null = null
const k_list = [3 1 2 1]
const k_rec = {a: 7, b: 3ns, c: false}
ebpf attach --name calls 'raw_tracepoint:sys_enter' {|ctx|
    let v0 = ($ctx.arg0 | into int)
    let v1 = ($ctx.arg1 | into int)
    let v2 = ($ctx.arg2 | into int)
    def v17 [v18: int, v19, v20, v21: bool, v22: int, v23: int] { mut v24 = (try { $"((4sec // -4ms))(($v18 | math abs))" | into int -r 36 } catch { 0x8000000000000000 })
    for v25 in (($k_list | append ($v24) | wrap q | get q | first) mod 5)..<((4kb | into int) bit-and 7) { $v24 -= ($v22 | if $in > $v23 { $in - 7 } else { $v25 }) }
    ((($k_list | default -e [63]) | each {|v26| $v22 } | math max) | match $in { 5..91 => ($in * 2), _ => (($v22 bit-or $v24 bit-and $v23 bit-or $v22 bit-xor $k_int)) }) }
    let v27 = ((v17 (($k_list | get 3) | bits or $v1) $k_rec $k_null true $v0 $v0) bit-xor (v17 $k_int $k_rec $k_null $k_bool $v2 $v1))
    let v28 = ((v17 $v1 $k_rec null true $v0 $v1) bit-xor (v17 $k_int $k_rec $k_null false $v0 $v27))
    [$v27 $v28] | emit
}
