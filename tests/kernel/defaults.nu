# default with columns and with closures; any and all with conditions.
ebpf attach --name defaults 'raw_tp:sys_enter' {|ctx|
    let a = ($ctx.arg0 | into int)
    let b = ($ctx.arg1 | into int)
    let maybe = (if $a > 3 { $a })
    let word = (if $a > 3 { "long enough" })
    let r = {a: $maybe, b: $b, w: $word}
    let rows = [$r, {a: 1, b: null, w: "x"}]
    {
        column: ($r | default 7 a | get a)
        several: ($r | default $b a z | get a z)
        there: ($r | default 7 b | get b)
        text: ($r | default "none" w | get w)
        rows: ($rows | default 9 a b | get b)
        new: ($rows | default 9 n | get n)
        where: ($rows | default 0 a | where a > 0 | length)
        lazy: ($r | default { $b * 2 } a | get a)
        failing: ($r | default { 7 // ($a - 5) } a | get a)
        closure: ($maybe | default { $b + 1 })
        unused: ($b | default { 7 // ($a - 1) })
        any: ($rows | any b == 2)
        all: ([$a $b] | all $it > 1)
        stream: ([$a $b] | each {|x| if $x > 2 { $x } } | default [1] | length)
    } | emit
}
