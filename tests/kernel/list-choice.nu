ebpf attach --name computed 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let some = ([1 $n 7 2 ($n | bits and 3)] | where $it != 519)
    let rows = [{a: $n, b: (if $n > 5 { "x" })} {a: 7, b: ""} {a: 8, b: $"($n)"}]
    {
        h: ($rows | compact b | get a | str join ","), i: ($rows | compact --empty b | get b | str join ","), j: ([[$n] [] [1]] | compact -e | length), l: ($some | slice 1..2 | str join ","), m: ($some | slice (-2).. | str join ","), o: ($some | slice ($n).. | length), p: ($some | slice ..<(-1) | math sum), q: ([1 $n 3] | slice 0..<2 | math sum),
        r: ("" | default --empty "e"), s: ($"($n)" | str replace "7" "" | default -e "none"), t: ({a: ($some | where $it > 100 | length), b: ""} | default -e "z" b), u: ([9 $n 3] | math median), v: ([1sec ($n * 1ns)] | math median), w: ($some | each {|x| $x * 1kb } | math median), x: ([1 5 2 4] | math median | into string)
    } | emit
}
