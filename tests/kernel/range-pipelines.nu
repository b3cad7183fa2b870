use nubpf *
# What begins with a range goes on as a list.
ebpf attach --name ranges 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let never = {|v| false }
    0..2 | each {|x| $n } | where $never | is-empty | emit
    let above = {|x| $x > $n }
    0..2 | where $above | is-not-empty | emit
    0..2 | each {|x| {a: ($x + $n)} } | select a | emit
    0..2 | each {|x| {a: ($x + $n)} } | update a 5 | emit
    0..2 | each {|x| {a: ($x + $n)} } | default 5 b | emit
    0..2 | each {|x| $x + $n } | last | emit
    0..<($n mod 4) | each {|x| {a: ($x + $n)} } | rename b | emit
}
