# A variable that holds a closure: it sees what its definition saw, whatever has the names later.
ebpf attach --name held 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    let add = {|x| $x + $a }
    let big = {|x| if $x == $b { return false }; $x > $a }
    let a = 100
    let same = $add
    let twice = {|x| do $add (do $same $x) }
    let input = { $in * 2 }
    let rest = {|x, y?, ...z| [$x ($y | default 7) ($z | length)] | math sum }
    {
        done: (do $add 3)
        nested: (do $twice 1)
        fed: ($b | do $input)
        each: ([$b 1 2] | each $add)
        where: ([$b 1 2 30] | where $big)
        any: ([$b 1 2] | any $big)
        fold: ([1 2 $b] | reduce {|x, acc| do $add $x | $in + $acc })
        constant: ([1 2 3] | each {|x| let a = $x; $x | do $input })
        update: ({a: $b} | update a $input | get a)
        insert: ({a: $b} | insert c {|r| do $add $r.a } | get c)
        few: (do $rest 1 2)
        more: (do $rest $b 2 3 4)
        inner: ([1 2] | each {|x| let f = {|y| $y * 10 + $x }; let x = 0; do $f $b })
    } | emit
}
