use nubpf *
# A row condition uses mutable variables, as they are when it is asked.
ebpf attach --name conditions 'raw_tracepoint:sys_enter' {|ctx|
    mut runs: int = 0
    $runs += 1
    let n = ($ctx.arg0 | into int)
    mut s = 1
    ([1 2 3] | where ($it > $s and ([1] | any $it == $s)) | append $n) | emit
    def above [] { mut t = 2; [1 2 3] | where $it >= $t }
    (above) | emit
    for i in [5 6] { $s += 1; ([1 2 3 $n] | where $it > $s) | emit }
    ([1 2 $n] | all $it >= $s) | emit
    [1 2] | where $it > $runs | length | emit
}
