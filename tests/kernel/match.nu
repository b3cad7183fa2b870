# Patterns take records and lists apart; the first arm that fits gives the value.
def kind [r] { match $r { {b: $x} => ($x + 1), {a: $x} => ($x + 100) } }

ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    let r = {a: $a, b: $b, in: {c: ($a + $b)}}
    let n = (if $a < 0 { null } else { $a })
    {
        literal: (match $r { {a: 1} => 'a1', {a: 2, b: 2} => 'both', {b: 0..<3} => 'low', _ => 'none' })
        nested: (match $r { {in: {c: 7}} => 'seven', {a: $x, in: {c: $c}} if $c > 50 => 'big' })
        short: (match $r { {a: 1, $b} => $b, {$a} => (0 - $a) })
        missing: (match $r { {z: 1} => 1, {in: 3} => 2, [1] => 3, {} => 4 })
        either: (match $r { {a: 1, b: $x} | {a: $x, b: 1} if $x < 90 => $x, _ => (-1) })
        list: (match [$a $b] { [1 1] => 'ones', [1 _ _] => 'three', [$x 1] => 'one', [_ ..] => 'more' })
        deep: (match [[$a 5] $b] { [[1 $q] $w] => ($q + $w), [[..] _] => 0 })
        known: (match [1 2 3 4] { [$x] => $x, [$x ..$m] => ($x * 10) })
        shape: (kind {a: $a})
        shape2: (kind {b: $a})
        isnull: (match $n { null => 'null', 3.. => 'many', _ => 'few' })
        nulls: (match {v: $n} { {v: null} => 1, {v: 1} => 2, {v: $x} if $x > 4 => 3 })
        unit: (match ($a * 1ns) { 1 => 'int', 1ns => 'duration', 2..5 => 'range', _ => 'no' })
        float: (match $a { 1.0 => 'one', 1.5 => 'never', _ => 'no' })
        open: (match $b { ..<0 => 'neg', 1..3..7 => 'odd', 5..2 => 'down', 10.. => 'ten' })
    } | emit
}
