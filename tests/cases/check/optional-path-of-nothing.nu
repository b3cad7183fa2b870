# What a block leaves that ends without a value is null to all but a cell path right behind it.
def row [n: int] { if $n > 0 { {a: $n} } }
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let x = (if $n > 0 { {a: 1} })
    {fine: $x.a?, too: ($x | get a?)} | emit
    (if $n > 0 { {a: 1} }).a? | emit
    (if $n > 0 { {a: 1} }) | get a? | emit
    (match $n { 1 => {a: 1} }).a? | emit
    (row $n).a? | emit
    (if $n > 0 { {a: 1} } else { let z = 1 }).a? | emit
    (if false { {a: 1} }).a? | emit
    (if $n > 0 { {a: 1} } else { null }).a? | emit
}
