# What a list gives: the same as in Nushell.
ebpf attach --name values 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    let l = [$a, $b, 3]
    let big = ($l | where $it > 1)
    {
        third: $l.2
        fifth: $l.5?
        equal: ($l == [$a, 2, ...[3]])
        member: ($b in [...$l])
        either: (if $a > 1 { [$a, $b] } else { [$b] } | length)
        big: ($big | length)
        second: $big.1?
        most: ($big | math max)
        sum: ($l | each {|x| $x * 10 } | math sum)
        number: ($l | reduce {|it, acc| $acc * 10 + $it })
        folded: ($big | reduce -f 5 {|it, acc| $acc + $it })
        last: ($big | last)
        back: ($big | reverse | first)
        none: ($l | where $it > 100 | is-empty)
        different: ($l | uniq | length)
        weighed: ($l | enumerate | each {|e| $e.index * $e.item } | math sum)
        odd: ($l | each {|x| if $x mod 2 == 1 { $x } } | length)
        kept: ($l | each --keep-empty {|x| if $x mod 2 == 1 { $x } } | length)
        words: ($l | each {|x| if $x > 1 { "many" } else { "one" } } | where $it != "one" | first)
        flat: ([$l, [$a]] | flatten | length)
        front: ($l | prepend 7 | drop | skip | math sum)
        rows: ([{n: $a, k: "a"}, {n: $b, k: "b"}] | where n > 1 | get-key)
    } | emit
}

def get-key [] { $in | each {|row| $row.k } | last }
