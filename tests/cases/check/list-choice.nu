# What uniq, uniq-by, compact, slice and math median cannot do with values that are computed.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let rows = [{a: $n, b: "x"} {a: 1, b: $"($n)"}]
    $rows | uniq -i | length | emit
    $rows | uniq-by | length | emit
    $rows | uniq-by z | length | emit
    [$n] | uniq-by a | length | emit
    $n | compact a | emit
    [$n 1] | slice 1 | length | emit
    1..5 | slice 0..1 | length | emit
    [$n a] | math median | emit
    [$n] | slice ..(if $n > 1 { 2 }) | length | emit
    $n | default -e "x" | emit
}
