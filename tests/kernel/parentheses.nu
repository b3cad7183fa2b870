use nubpf *
# Elements of a pipeline in parentheses are asked for by the commands behind it: an error of one that
# nobody looks at is none.
ebpf attach --name asked 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    ([-1 $n] | each {|x| $x - 5 }) | length | emit
    (([-1 $n] | math abs)) | length | emit
    ([-1 $n] | each {|x| $x - 5 }) | first | emit
    ([-1 $n] | math abs) | where $it > 100 | is-empty | emit
}
