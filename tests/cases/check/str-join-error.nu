# An error that Nushell leaves in a list or record as a value.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    {a: (["a" $"b($n)"] | str join '|' | into int), b: 5} | get b | emit
    [(($"($n)\n1" | lines | str join) | into duration)] | length | emit
    let x = (["1" $"2($n)"] | str join | into int)
    {a: $x, b: (["a" $"b($n)"] | str join '|' | str length)} | emit
}
