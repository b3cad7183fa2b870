# A variable with a closure: it sees what stood before it, and is no value.
let outer = {|x| $x + 1 }
let attached = {|ctx| $ctx.pid | count attached }
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let pid = $ctx.pid
    mut hits = 1
    let later = {|x| $x + $z }
    let itself = {|x| do $itself $x }
    let changed = {|x| $x + $hits }
    let typed: int = {|x| $x }
    let z = 5
    do $later 1 | count
    do $itself 1 | count
    do $changed 1 | count
    do $outer "a" | count
    do $outer $pid 3 | count
    do $outer | count
    $outer | emit
    [$outer] | length | count
    {a: $outer} | emit
    $outer == $outer | count
    mut held = $outer
    do $pid 1 | count
    [1] | where $pid | length | count
    def f [] { $pid }
    def g [c: closure] { 1 }
    g $outer | count
}
ebpf attach 'raw_tp:sys_exit' $attached
