# sum, min, max, avg and stats of every sort of number; null is an error, a sum has 128 bits.
ebpf attach --name e 'interval:10ms' {|ctx|
    mut n: int = 0
    if $n >= 4 { return }
    $n += 1
    $n | sum total
    (2 - $n) | sum --by ($n mod 2) parts
    9223372036854775807 | sum big
    -9223372036854775808 | sum small
    ($n * 1ms) | avg mean_time
    ($n * 3) | avg --by 'x' mean
    (0 - $n) | avg below
    ($n * 1kb) | stats --by {odd: ($n mod 2 == 1), name: 'a'} sizes
    (2 - $n) | min least
    ($n - 7) | max most
    ($n * 1sec) | max --by [1 $n] longest
    if $n > 9 {
        $n | min never_least
        $n | avg never_mean
        $n | stats never
        $n | sum never_sum
        $n | max --by $n never_most
    }
    (if $n > 1 { $n }) | sum maybe
}
