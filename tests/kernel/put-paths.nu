# insert, update and upsert at paths of indexes and of more than one column.
ebpf attach --name puts 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    let r = {a: {b: $a, l: [$a, 2]}, c: $b}
    let l = [$a, $b, 3]
    let some = ($l | where $it > 2)
    let rows = [$r, $r]
    {
        nested: ($r | update a.b 7 | get a.b)
        closure: ($r | update a.b { $in + 1 } | get a.b)
        row: ($r | insert a.z {|x| $x.c + $in.a.b } | get a.z)
        upserted: ($r | upsert a.n { $in } | get a.n)
        made: ($r | insert d.e.f $b | get d.e.f)
        inner: ($r | update a.l.1 { $in * 10 } | get a.l)
        missing: ($r | update x? {|k| $k.c + 3 } | columns | length)
        element: ($l | update 1 9)
        grown: ($l | insert 1 $b)
        behind: ($l | insert 3 {|x| $x | default 8 })
        replaced: ($l | upsert 0 {|x| ($x | default 0) + $in })
        rows: ($rows | update a.b {|x| $x.c } | get a.b)
        one: ($rows | update 1.a.b { $in + 5 } | get a.b)
        short: ($some | insert 0 4)
        caught: (try { $some | update 1 6 | math sum } catch {|e| if $e.details.code == "nu::shell::access_beyond_end" { -2 } else { -3 } })
        far: (try { $some | insert 2 6 | length } catch { -1 })
    } | emit
}
