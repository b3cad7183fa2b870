ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let s = $"a($n)é-b-($n)--c"
    let sep = (if $n > 3 { "-" } else { "é-" })
    { two: ($s | split column "-" x y), first: ($s | split column "-" x | get x.0), most: ($s | split column -n 2 "-"), named: ($s | split column -n 3 "-" x y z), none: ($s | split column -n 0 "-") } | emit
    { rest: ($s | split column "--" x y), filled: ($s | split column -c "-" x y z v), some: ($s | split column -c -n 4 "-" x y z) } | emit
    { computed: ($s | split column $sep x y), list: ([$s "q-r"] | split column "-" x y | get y), chars: ($s | split column "" w x y) } | emit
    if $n > 0 { $s | split column $sep a b c d e f g h | emit }
}
