ebpf attach --name computed 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    {
        a: ({a: 1, bcd: $n} | items {|k, v| $"($k)=($v)" } | str join ","), b: ({x: $n, y: (if $n > 5 { 1 })} | items {|k, v| if $v == 7 { null } else { $v } } | length), c: ({a: 1, bcd: $n} | transpose k v | where v > 3 | get k | str join ","), d: ({a: 1, b: $n} | transpose | get column1 | math sum),
        e: ({} | items {|k, v| 1 } | length), f: ({a: 1, b: 2} | items {|k, v| $v } | math sum), g: ([[a b]; [1 2] [3 4]] | transpose c | get column2 | str join ","), h: ({a: 1, b: 2} | transpose -i | get column0 | math sum),
        i: ([[a b]; [1 x] [2 y] [1 z]] | group-by a | get "1" | get b | str join ","), j: ([a b ab] | group-by {|x| $x | str length } | columns | str join ","), k: ([1 2 1] | group-by | values | each {|l| $l | length } | str join ","),
        l: ([3 1 3 1 2] | math mode | str join ","), m: ([1 2 3 4] | math variance | into string), o: ([3 7 19 100] | math stddev | into string), p: ([1.5 2.25 3.1] | math stddev -s | into string), q: ([1sec 4sec 2sec] | math median | into string), r: ([1 2] | math median | into string), s: ([1 2 3 4 4] | math variance | into string)
    } | emit
}
