# State of each kind, of one closure and of the file: kept between events, shown at the end.
mut total: int = 0
mut size: filesize = 2kb

ebpf attach --name p 'interval:20ms' {|ctx|
    mut n: int = -5
    mut on: bool = true
    mut seen: bool = false
    mut took: duration = 3sec
    mut at: filesize = 1mb
    $n += 1
    $on = not $on
    if $n == -3 { $seen = true }
    $took += 1ms
    $at = $at - 1kb
    $total += 5
    $size += 1b
    for i in 0..3 { $total += $i }
    match $n { -3 => { $total += 100 }, _ => {} }
    {n: $n, on: $on, seen: $seen, took: $took, at: $at, total: $total, size: $size, all: [$n, $total]} | emit
}
ebpf attach --name q end {||
    mut n: int = 7
    $n *= 2
    print $"($n) ($total >= 50)"
}
