# Elements by numbers that are known at run time, and what is empty: as in Nushell.
ebpf attach --name values 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    let l = [$a $b 30 40]
    let big = ($l | where $it > 1)
    let i = ($a bit-and 1)
    let key = "k"
    {
        at: ($l | get $i)
        there: ($big | get $i)
        gone: ($l | get -o $a)
        far: ($big | get --optional $b)
        word: (["zero" "one word" "x"] | get $i)
        row: ([{k: $a, w: "p"} {k: $b, w: "qq"}] | get $i).w
        col: ({k: $a} | get $key)
        opt: ({k: $a} | get -o z)
        e1: ((if $a > 2 { "" } else { "x" }) | is-empty)
        e2: ((if $a > 2 { $b }) | is-empty)
        e3: ($a | is-empty)
        e4: ($big | is-not-empty)
        e5: ({a: $a} | is-empty)
        n: ($l | append null | length)
    } | emit
}
ebpf attach --name negative 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    [1 2] | get $a | emit
}
ebpf attach --name one 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    [3 1 2 1] | each while {|x| if $x != 1 { $x } } | get ($a mod 5) | emit
}
