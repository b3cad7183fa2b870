use nubpf *
# An error of an element that is passed over is none; of one that is had it is the element's own.
ebpf attach --name picked 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    [-1 $n 40] | math abs | last | emit
    [-1 $n 40] | each {|x| $x - 5 } | last | emit
    [$n 40 3] | each {|x| $x - 5 } | last 2 | emit
    [40 3 $n] | each {|x| $x - 5 } | drop | emit
    [$n 40 3] | each {|x| $x - 5 } | skip 1 | math sum | emit
    [1 $n 3] | each {|x| $x - 5 } | get 0 | emit
    [1 $n 3] | each {|x| $x - 5 } | get 2 | emit
    [1 $n 3] | each {|x| $x - 5 } | select 0 2 | emit
    [1 $n 3] | each {|x| $x - 5 } | slice 2..2 | emit
    [1 2 $n] | each {|x| $x - 5 } | reverse | last | emit
    [1 2 $n] | each {|x| $x - 5 } | reverse | skip 1 | emit
    [$n 2 1] | each {|x| $x - 5 } | wrap a | last 2 | get a | first | emit
    [$n 2 1] | each {|x| $x - 5 } | each {|y| $y + 1 } | last | emit
}
ebpf attach --name raised 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    try { [1 2 $n] | each {|x| $x - 5 } | last | into string } catch {|e| $e.details.code } | emit
    try { [1 2 $n] | math abs | last | into string } catch {|e| $e.details.code } | emit
    try { [1 2 $n] | each { math abs } | math sum | into string } catch {|e| $e.details.code } | emit
    try { [1 2 $n] | math abs | math sum | into string } catch {|e| $e.details.code } | emit
    try { [1 $n 2] | each {|x| $x - 5 } | reject 1 | length | into string } catch {|e| $e.details.code } | emit
    try { [1 2 $n] | each {|x| $x - 5 } | drop 0 | math sum | into string } catch {|e| $e.details.code } | emit
    try { ([1 2 $n] | math abs | last 2) | math product | into string } catch {|e| $e.details.code } | emit
    try { [1 2 $n] | math abs | last 2 | where $it > 0 | math sum | into string } catch {|e| $e.details.code } | emit
    try { {a: $n} | math abs a | get a | into string } catch {|e| $e.details.code } | emit
}
ebpf attach --name ignored 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    [-1 $n 40] | math abs | any {|v| true } | emit
    [-1 $n 40] | math abs | all {|v| $n == 7 } | emit
    [-1 $n 40] | math abs | each {|v| 5 } | math sum | emit
    let seven = {|v| $n == 7 }
    [-1 $n 40] | math abs | where $seven | length | emit
    [-1 $n 40] | each {|x| $x - 5 } | each {|v| $n mod 3 } | emit
    [-1 $n 40] | math abs | enumerate | each {|v| 3 } | emit
    let far = {|v| 5 // ($n - 7) > 100 }
    [3 1 2] | each {|v| $n } | where $far | is-empty | emit
}
ebpf attach --name counted 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    ([-1 $n 40] | math abs) | chunks 2 | length | emit
    [-1 $n 40] | each {|x| $x - 5 } | window 2 | length | emit
    ([-1 $n 40] | math abs | append 3) | length | emit
    [-1 $n] | each {|x| $x - 5 } | prepend [1 2] | length | emit
    [-1 $n] | math abs | where $it > 0 | append 3 | length | emit
    [-1 $n] | math abs | into string | append x | is-empty | emit
}
ebpf attach --name effects 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    [1 2 3] | each {|x| $x | emit; $x + $n mod 8 } | last | emit
}
