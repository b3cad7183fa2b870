use nubpf *
# Ranges and sequences whose ends show at run time, as lists.
ebpf attach --name ranges 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    1..($n mod 8) | each {|i| $i * 2 } | math sum | emit
    0..<($n mod 8) | each {|i| $i } | emit
    ($n mod 8)..2 | each {|i| $i } | emit
    1..($n bit-and 7) | where $it mod 2 == 1 | append 9 | emit
    1..($n mod 8) | reduce {|it, acc| $acc * $it } | emit
    1..($n mod 8) | first 2 | emit
    1..($n mod 8) | last | emit
    1..($n mod 8) | math abs | each { into string } | str join "," | emit
}
ebpf attach --name sequences 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    seq 1 ($n mod 5) | each {|i| $i * $i } | emit
    seq ($n mod 5) 2 | emit
    seq $n | emit
    for i in (seq 1 ($n mod 5)) { $i | emit }
    seq 1 ($n mod 5) | reverse | enumerate | get item | emit
}
