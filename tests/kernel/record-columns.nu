# Commands on the columns of a record, and of each record of a list.
ebpf attach --name columns 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    let one = {a: $a, b: $b}
    let rows = [$one, {a: 3, b: 7}]
    {
        renamed: ($one | rename x | get x)
        computed: ($one | insert c {|row| $row.a + $row.b } | get c)
        updated: ($one | update a { $in + 10 } | get a)
        upserted: ($one | upsert c 9 | upsert a 8 | values | math sum)
        rejected: ($one | reject a | columns | length)
        selected: ($one | select b c? | get c)
        merged: ($one | merge {b: 20, d: 4} | values | math sum)
        column: ($rows | get a | math sum)
        filtered: ($rows | insert s {|row| $row.a * $row.b } | where s > 4 | get s | math sum)
        replaced: ($rows | update b $a | select b | each {|row| $row.b } | math sum)
        cell: ($rows | get 1.b)
    } | emit
}
