use nubpf *
# Commands that work on each element of a list, and on columns of records.
ebpf attach --name lists 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let texts = ["a" $"b($n)"]
    let width = $n mod 4 + 2
    $texts | str length | emit
    $texts | str contains b | emit
    $texts | str index-of b | emit
    $texts | fill -w 4 | emit
    ["1" $"2($n)"] | into int | math sum | emit
    [1 $n] | into string | emit
    [1 $n] | bits and 1 | emit
    [-1 $n] | math abs | emit
    [true ($n > 5)] | into int | emit
    ["a,b" "c"] | split row ',' | emit
    [[a]; [$n]] | format pattern "x{a}" | emit
    ["ab" "c"] | split chars | emit
    [1 $width 3] | where $it > 1 | into string | str join '-' | emit
}
ebpf attach --name changed 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let texts = ["a" $"b($n)"]
    $texts | str replace b cd | emit
    $texts | str capitalize | emit
    $texts | str substring 0..0 | emit
    $texts | str starts-with b | emit
}
ebpf attach --name columns 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    {a: $"x($n)", b: "y", c: 1} | str capitalize a b | emit
    {a: $n} | into string a | emit
    {a: $"($n)", b: {c: "4"}} | into int a b.c | emit
    [{a: $n} {a: 5}] | into string a | get a | str join | emit
    {a: $"abc($n)"} | str replace b z a | emit
    {a: $"abc($n)"} | str length a | emit
    {a: $n, b: -3} | math abs b | emit
}
