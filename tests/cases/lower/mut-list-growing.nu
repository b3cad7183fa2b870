# A list that is made longer from itself has no room that would do: in a loop of which nobody knows
# how often it runs, and in one that runs too often.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    mut seen = [$ctx.pid]
    loop {
        $seen = ($seen | append 1)
        if ($seen | length) > 3 { break }
    }
    $seen | length | count
    mut many = []
    for i in 0..100 { $many ++= [$i] }
    $many | length | count
}
