# Lists as keys: equal lists are one key, whatever was dropped from them.
ebpf attach --name e 'interval:10ms' {|ctx|
    mut n: int = 0
    if $n >= 4 { return }
    $n += 1
    let k = $n
    let some = ([1 2 3 4] | where $it > $k)
    [$k ($k // 2)] | count pairs
    $some | count some
    ([9 1 2 3 4] | skip 1 | where $it > $k) | count some
    ['a' $"b($k mod 2)"] | count texts
    {l: $some, n: ($k mod 2), t: [[1 2] [$k]]} | count deep
    [(if $k > 2 { $k }) null] | count nulls
    $k | hist --by [($k mod 2) 1] odd
    start-timer --by [$k 1]
    (stop-timer --by [$k 1]) | default (-1ns) | $in >= 0ns | count timed
    (0..3 | each {|x| $x * $k }) | count --max-entries 3 few
}
