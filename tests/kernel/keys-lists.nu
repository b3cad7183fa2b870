# Lists as keys: equal lists are one key, whatever was dropped from them.
ebpf attach --name e 'interval:10ms' {|ctx|
    mut n: int = 0
    if $n >= 4 { return }
    $n += 1
    let some = ([1 2 3 4] | where $it > $n)
    [$n ($n // 2)] | count pairs
    $some | count some
    ([9 1 2 3 4] | skip 1 | where $it > $n) | count some
    ['a' $"b($n mod 2)"] | count texts
    {l: $some, n: ($n mod 2), t: [[1 2] [$n]]} | count deep
    [(if $n > 2 { $n }) null] | count nulls
    $n | hist --by [($n mod 2) 1] odd
    start-timer --by [$n 1]
    (stop-timer --by [$n 1]) | default (-1ns) | $in >= 0ns | count timed
    (0..3 | each {|x| $x * $n }) | count --max-entries 3 few
}
