use nubpf *
# A row that is null is no element, as in Nushell.
ebpf attach --name rows 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    [1] | append (if $n > 5 { $n }) | append 3 | emit
    [1] | prepend (if $n > 5 { [$n 8] }) | length | emit
    [{a: 1, b: x}] | append (if $n > 5 { {a: $n, b: 'yz'} }) | emit
    [a] | append (if $n > 5 { $"t($n)" }) | last | emit
    [1] | where $it > 1 | append (if $n > 5 { $n }) | math sum | emit
}
