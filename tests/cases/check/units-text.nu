# Text, numbers and flags that have no meaning as numbers with units and radices.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    $"($n)" | into int -r 37 | emit
    $"($n)" | into int -r $n | emit
    'xyz' | into int -r 16 | emit
    12 | into int -r 2 | emit
    '5s' | into duration | emit
    '1.5sec' | into duration | emit
    '1hr 5' | into duration --unit sec | emit
    $"($n)" | into duration --unit s | emit
    '5zb' | into filesize | emit
    $n | bits not -n 3 | emit
    $n | bits and 3 --endian middle | emit
    [{a: $n}] | into filesize | emit
}
