# Elements that nobody asks for are not computed, so what is wrong with them does not matter.
ebpf attach --name any 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    [5, $n] | any {|x| 10 // $x > 1 } | emit
    [$n, 5] | each {|x| 10 // $x } | take 1 | math sum | emit
}
ebpf attach --name lazy 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    [5, $n] | each {|x| 10 // $x } | first | emit
}
ebpf attach --name index 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let l = ([$n, 5] | where $it > 0)
    $l.1 | emit
}
ebpf attach --name sum 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    [$n] | where $it > 0 | math sum | emit
}
ebpf attach --name overflow 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    [9223372036854775807, $n] | math sum | emit
}
ebpf attach --name reduce 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    try { [$n] | where $it > 0 | reduce {|a, b| $a + $b } | emit } catch {|e| $"($e.msg) ($e.details.code)" | emit }
}
