# What items, transpose, group-by, char, decode and format cannot do.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    {a: $n, b: "x"} | items {|k, v| $v } | length | emit
    [$n] | items {|k, v| $v } | length | emit
    {a: $n, b: "x"} | transpose | length | emit
    [{a: $n}] | transpose | length | emit
    {a: $n} | transpose -i | length | emit
    [{a: $n}] | group-by a | columns | emit
    [{a: 1}] | group-by a a | columns | emit
    [$n] | math mode | length | emit
    [] | math variance | into string | emit
    char foo | emit
    char -u zz | emit
    0x[ff] | decode utf-8 | emit
    0x[41] | decode latin1 | emit
    1sec | format duration parsec | emit
    1kb | format filesize kb | emit
    $n | format bits | emit
    {a: 1} | format pattern "{z}" | emit
    {a: 1} | format pattern "{a" | emit
    [$n] | format pattern "{a}" | length | emit
    {a: $n} | format pattern "{z}" | emit
    {a: $n} | format pattern "{a" | emit
    {a: $n} | format pattern $"{a}($n)" | emit
    $n | format pattern "{a}" | emit
    $n | into binary | decode latin1 | emit
    ["a"] | sort --natural | length | emit
}
