ebpf attach --name computed 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let t = $"ab($n)"
    {
        a: ([1 $n 12] | find 7 1), b: ([$n] | find -r "^-?1" | length), c: ([$t "ab" "zz"] | find -n b7 zz | length), d: ([$t] | find -n --invert b7 | length),
        e: ([$t] | find -n -i "AB5" | length), f: ($t | find -n -m "7"), g: ([($n == 7)] | find true | length), h: ([($n * 1ns)] | find 7ns "-12ns" | length),
        i: ([{a: $n, b: [$t]} {a: 1, b: []}] | find -n 7 | length), j: ([{a: $n, b: $t}] | find -n -c [b] 7 | length), k: ([{a: $n, b: $t}] | find -n -c [a] 7 | length)
        l: ([(if $n == 7 { 5 }) 7] | find "" 7 | length), m: (["abc" "xbz"] | find -n b | str join ","), o: ([$n 1 0] | each {|x| 12 // $x } | find 12 | length)
        p: ([1 $n] | par-each -k {|x| $x + 1 } | get 1), q: ([1 $n] | map-each {|x| $x + 2 } | get 1), r: ([($n * 1ns)] | find -r "n" | length)
        s: ([$n 1 0] | each {|x| 12 // $x } | find -v 12 | length)
    } | emit
}
