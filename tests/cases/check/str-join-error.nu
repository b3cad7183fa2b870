# Errors that Nushell leaves as a value: in a list or record, and in a `try`.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    {a: (["a" $"b($n)"] | str join '|' | into int), b: 5} | get b | emit
    [(($"($n)\n1" | lines | str join) | into duration)] | length | emit
    let x = (["1" $"2($n)"] | str join | into int)
    {a: $x, b: (["a" $"b($n)"] | str join '|' | str length)} | emit
    try { ["1" $"2($n)"] | str join | into int } catch { 7 } | emit
    try { if $n > 2 { ["1" $"2($n)"] | str join '' | into bool } else { true } } catch { false } | emit
    try { [0x[01] ($n | into binary)] | bytes collect | bits shl 70 } catch { 0x[01] } | emit
    try { (["1" $"2($n)"] | str join) | into binary | bits rol 70 } catch { 0x[01] } | emit
    try { let x = (["1" $"2($n)"] | str join | into int); $x } catch { 7 } | emit
    try { ["1" $"2($n)"] | str join | str length } catch { 7 } | emit
}
