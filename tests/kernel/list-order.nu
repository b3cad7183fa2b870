# Elements in order, in lists of their own, up to the first that shows something: as in Nushell.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    let l = [$a $b 3 1]
    let r = [{a: $a, b: "x"} {a: $b, b: "yy"} {a: 3, b: "a"}]
    let big = ($l | where $it > 1)
    {
        s: ($l | sort | reduce {|it, acc| $acc * 10 + $it })
        sr: ($l | sort -r | reduce {|it, acc| $acc * 10 + $it })
        sb: ($big | sort | reduce -f 0 {|it, acc| $acc * 10 + $it })
        sbr: ($big | sort -r | append 7 | reduce -f 0 {|it, acc| $acc * 10 + $it })
        by: ($r | sort-by a | get b | each {|x| $x | str length } | reduce {|it, acc| $acc * 10 + $it })
        byb: ($r | sort-by b | get a | reduce {|it, acc| $acc * 10 + $it })
        byc: ($l | sort-by {|x| 10 - $x } | first)
        byd: ($big | sort-by {|x| 10 // $x } | first)
        tw: ($l | take while {|x| $x < 3 } | length)
        tu: ($l | take until {|x| $x >= 3 } | length)
        sw: ($l | skip while {|x| $x < 3 } | length)
        su: ($big | skip until {|x| $x > 3 } | length)
        ew: ($l | each while {|x| if $x < 3 { $x * 2 } } | append 0 | math sum)
        w: ($l | wrap q | get q | math sum)
        ch: ($big | chunks 2 | each {|x| $x | math sum } | append 0 | reduce {|it, acc| $acc * 100 + $it })
        wi: ($big | window 2 | each {|x| $x | math sum } | append 0 | reduce {|it, acc| $acc * 100 + $it })
        wr: ($l | window 2 --stride 3 --remainder | each {|x| $x | length } | reduce {|it, acc| $acc * 10 + $it })
        z: ($l | zip $big | each {|p| $p.0 * $p.1 } | append 0 | math sum)
    } | emit
}
