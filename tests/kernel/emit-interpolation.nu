# Text that is only sent is made by user space, of any value; the kernel makes what it computes with.
ebpf attach --name e 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let took = ($a * 1ms)
    let list = ([$a, 2, 9] | where $it > 2)
    let maybe = (if $a > 5 { 2kb })
    $"took ($took)" | emit
    {s: $"($list) of ([1, 2])", n: $a, r: $"({a: $a, l: $list, m: null})", b: $"(0x[01 ff])($a > 5)"} | emit
    let s = $"($took): ($maybe | default 1b)"
    $s | emit
    {s: $s, again: $s} | emit
    $"<($s)> ($"in ($list)")" | emit
    print $s $"($s)!" $list
    let t = $"n($a)"
    $t | emit
    ($t == 'n7') | emit
    [$t, $"($a)"] | emit
    $"x\u{0}($a)" | emit
    $"(null)($maybe)|" | emit
    [$a, 2] | each {|x| $"<($x)>" } | emit
    [$took] | each {|x| {t: $x} } | first | $"($in) ($in.t)" | emit
    $"plain" | emit
    {e: $"(if $a > 5 { $"big ($a)" } else { 'small' })"} | emit
}
