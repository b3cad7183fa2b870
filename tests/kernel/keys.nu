# Keys of every sort: null and text in records, text that user space would make, constants.
ebpf attach --name e 'interval:10ms' {|ctx|
    mut n: int = 0
    if $n >= 4 { return }
    $n += 1
    let odd = (if $n mod 2 == 1 { $n })
    $odd | count nullable
    {n: ($n // 3), name: (if $n > 2 { 'many' } else { 'no' }), maybe: (if $n == 4 { 'x' }), in: {on: ($n > 2)}} | count records
    (if $n > 1 { {a: $n} }) | count maybe_record
    $"n($n)" | count texts
    $n | hist --by {comm: 'x', odd: $odd} by_record
    ($n * 1ms) | hist --by (if $n > 2 { 'late' }) by_text
    0x[01 ff] | count bytes
    let no = (if $n > 10 { 1 })
    ($n - 2) > $no | count null_order
    {a: (($n - 2) > $no)} | count null_in_record
}
