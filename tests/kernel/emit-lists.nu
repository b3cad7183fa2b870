# Lists as rows and in them: the reader sees the elements that Nushell has.
ebpf attach --name e 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    [1, 2, $a] | emit
    [] | emit
    {a: [$a, 2], b: [], c: 'x', d: [[$a], [], [1, 2]]} | emit
    [1, $a, 3, 9] | where $it > 2 | emit
    [$a, 2, 3] | each {|x| {x: $x, s: 'ab', t: (if $x > 2 { 'abc' } else { 'z' }), n: (1..3 | where $it < $x)} } | emit
    [(if $a > 5 { 1 }), 2, null] | emit
    [null, [], [[]]] | compact | first | emit
    [null, null] | emit
    [[]] | emit
    [{}, {}] | emit
    [1sec, 2ms] | append ($a | into duration) | emit
    [1kb, 5b] | emit
    [true, ($a > 5), false] | emit
    [0x[01 ff 00], 0x[]] | emit
    {b: 0x[01 ff 00], l: (if $a > 5 { [1, 2] } else { [3] }), n: (if $a > 9 { [1, 2] })} | emit
    {maybe: (if $a > 5 { {a: $a, b: 'x'} })} | emit
    ['a', '', "b\u{0}d", 'longer than a word'] | where $it != 'a' or $a > 5 | emit
    (1..40 | each {|x| $x * $a }) | emit
    1..12 | each {|x| [$x, (if $x mod 2 == 0 { $a })] } | where $it.1 != null | emit
    [[a, b]; [1, [2]], [2, []]] | emit
    {deep: [{l: [{l: [{l: [$a]}]}]}], deeper: [[[[[[[$a]]]]]]]} | emit
    print [1, $a] $"($a): ([$a, null] | compact | length) ([1, $a]) ({a: $a, b: [1sec, 2sec]})" 0x[01 ff]
    print $"([1, 'x', 1.5]) (1..3) (5..<1) (0..2..9) (1..) (0x[]) (0x[00 ff]) ([])"
}
