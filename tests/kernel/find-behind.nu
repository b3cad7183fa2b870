use nubpf *
# Text of any length is sought at the last places of text whose room ends there.
ebpf attach --name find 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let part = $"($n)ae"
    let long = $"($n)a-e-i-o"
    for t in ["" "5ae" "5sec 25ae" "0123456" "01234567" "012345678" "5sec 2kB 12ae"] {
        {has: ($t has $part), long: ($t | str contains $long), at: ($t | str index-of $part)} | emit
    }
}
def within [a: int] { if ("5sec 2kB " not-has $"($a)a(true)") { 5 } else { 0 } }
ebpf attach --name frame 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    (((within $n) bit-xor (within ($n + 1))) + ((within $n) bit-xor (within ($n + 2)))) | emit
}
