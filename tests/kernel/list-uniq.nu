ebpf attach --name computed 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let some = ([1 $n 7 1] | where $it != 519)
    let rows = [{a: $n, b: "x"} {a: 7, b: $"x($n)"} {a: 7, b: "X"}]
    {
        a: ($some | uniq -c | each {|r| $r.value * 100 + $r.count } | math sum), b: ($some | uniq -d | length), c: ($some | uniq --unique | str join ","), d: (["x" $"x($n)" "X"] | uniq -i | length),
        e: ($rows | uniq-by a | get b | str join ","), f: ($rows | uniq-by a --keep-last | get b | str join ","), g: ($rows | uniq-by b -i -c | each {|r| $r.count } | str join ",")
    } | emit
}
