use nubpf *

def total [first: int, ...more: int] { $more | reduce -f $first {|x, sum| $sum + $x } }
def outline [--double, ...words, last?] { {n: ($words | length), first: ($words | first), double: $double, last: $last} }

ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let x = ($ctx.arg0 | into int)
    let list = ([1 $x 3] | where $it != 2)
    total $x | emit
    total $x 1 2 | emit
    total 1 ...$list $x ...[7 8] ...(if $x > 5 { [100] }) | emit
    outline $x | emit
    outline $x 5 ($x + 1) --double | emit
    [$x 5] | each {|...r| ($r | length) * 10 } | math sum | emit
    [$x 5] | reduce {|...r| $r | math sum } | emit
}
