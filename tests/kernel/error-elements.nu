# An error in the closure of `each` and its like is an element to Nushell: raised when it is looked at.
ebpf attach --name elements 'raw_tp:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let l = [3, $n, 4, $n]
    let rows = [{a: 3}, {a: $n}]
    {
        counted: ($l | each {|x| 12 // ($x - 2) } | length)
        filtered: ($l | where 12 // ($it - 2) > 6 | length)
        condition: ($l | where 12 // ($it - 2) > 6 | length)
        passed: ($l | each {|x| 12 // ($x - 2) } | each {|x| $x + 1 } | where $it > 6 | length)
        made: ($l | each {|x| if $x == 2 { error make {msg: "two"} }; if $x == 3 { null } else { $x } } | length)
        never: ($l | each {|x| if $x == 2 { error make {msg: "two"} }; null } | skip 1 | length)
        skipped: ($l | each {|x| 12 // ($x - 2) } | skip 2 | length)
        taken: ($l | where 12 // ($it - 2) > 6 | take 2 | length)
        wrapped: ($l | each {|x| 12 // ($x - 2) } | compact | enumerate | length)
        empty: ([$n] | each {|x| 12 // ($x - 2) } | is-empty)
        some: ([$n] | where 12 // ($it - 2) > 100 | is-not-empty)
        rows: ($rows | insert b {|r| 12 // ($r.a - 2) } | where a > 2 | length)
        updated: ($rows | update a { 12 // ($in - 2) } | length)
        while: ($l | take while {|x| 12 // ($x - 2) > 6 })
        until: ($l | take until {|x| 12 // ($x - 2) < 0 } | length)
        from: ($l | skip while {|x| 12 // ($x - 2) > 6 })
        behind: ($l | skip until {|x| 12 // ($x - 2) < 0 } | length)
        each: ($l | each while {|x| 12 // ($x - 2) })
        ends: ($l | each {|x| 12 // ($x - 2) } | take while {|x| $x > 0 })
        stops: ($l | each {|x| 12 // ($x - 2) } | take until {|x| $x < 0 } | math sum)
        starts: ($l | each {|x| 12 // ($x - 2) } | skip while {|x| $x > 6 } | length)
        first: ($l | each {|x| 12 // ($x - 2) } | first)
        any: (try { $l | each {|x| 12 // ($x - 2) } | any {|x| $x == 6 } } catch {|e| $e.details.code == "nu::shell::eval_block_with_input" })
        sum: (try { $l | each {|x| 12 // ($x - 2) } | math sum } catch { -1 })
        kept: (try { let k = ($l | each {|x| 12 // ($x - 2) }); $k | length } catch { -1 })
    } | emit
}
