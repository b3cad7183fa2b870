use nubpf *
# Elements that append and prepend add go through what stands behind them only, and an error before them is an element.
const k_list = [3 1 2 1]
ebpf attach --name all 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    ([...$k_list $n] | math abs | append 42 | where {|x| $n == 7 } | length) | emit
    ([...$k_list ($n // 3)] | each {|x| $x * 2 } | append $n | prepend [1 $n] | skip 1 | take 5) | emit
    ([...$k_list] | where {|x| $x > $n } | append [100 200] | enumerate) | emit
    ([...$k_list] | each {|x| {a: $x, b: $n} } | append {a: 9, b: 9} | get a | prepend $n | math max) | emit
    ([...$k_list] | take while {|x| $x < $n } | append [4 5] | skip while {|x| $x < 3 } | append 9 | first 3) | emit
    ([...$k_list] | each {|x| {a: $x} } | append (if $n > 3 {{a: 70}}) | where {|x| $n > 2 } | length) | emit
}
