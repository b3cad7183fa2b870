ebpf attach --name computed 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let r = {a: $n, b: {c: ($n * 1ns), d: (if $n > 5 { "x" })}}
    {
        a: ($r | format pattern "{a}={b.c} {{{b.d}}}"), b: ($r | format pattern "<{a}>" | str length), c: ([{x: $n} {x: 5}] | each { format pattern "n{x}" } | str join ","), d: ($"é($n)" | into binary | decode utf-8 | str length --chars),
        e: ($"é($n)" | into binary | bytes at 2.. | decode), f: ("4142" | decode hex | decode), g: ($r | format pattern "plain")
    } | emit
}
