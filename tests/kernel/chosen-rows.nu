# get of several paths; select and reject by number; rename by record and closure; --strict.
ebpf attach --name chosen 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    let r = {a: $a, b: $b, c: true}
    let l = [$a $b 3 4]
    let some = ($l | where $it > 2)
    {
        several: ($r | get a b)
        lost: ($r | get -o a z b)
        elements: ($l | get 3 0)
        optional: ($r | select -o b z | get z)
        without: ($r | reject --optional z c | values)
        rows: ($l | select 2 0 2)
        fewer: ($some | select 3 1)
        others: ($l | reject 1 0)
        maybe: ($some | reject -o 3)
        guarded: (try { $some | reject 3 } catch { [0] })
        lazy: ($l | each {|x| 12 // ($x - 4 + $b - $b) } | select 1 0)
        renamed: ($r | rename --column {c: d, a: z} | columns | str join ",")
        upper: ($r | rename --block { str uppercase } | get A)
        strict: (try { $l | where $it > 8 | first --strict } catch { -1 })
        end: (try { $l | where $it > 8 | last --strict } catch { -1 })
        sure: ($some | first --strict)
    } | emit
}
