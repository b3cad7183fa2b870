# A table's values need not be constants.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let t = [[name, size]; ['a', ($n + 1)], ['b', 7], ['c', $n]]
    {sum: ($t | get size | math sum), last: $t.2.size, big: ($t | where size > 6 | length)} | emit
}
