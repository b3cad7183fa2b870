ebpf attach --name computed 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let t = $"it's ($n)é-b"
    {
        a: ($t | str reverse), b: ($"it's ($n)-b c_d" | split words | str join ","), c: ($"($n) abc x" | split words -l 2 | str join ","),
        d: ([1 $n 2 7 3] | split list 7 | each {|l| $l | length } | str join ","), e: ([1 $n 2] | split list {|x| $x > 5 } --split before | each {|l| $l | str join "." } | str join ","),
        f: ([1 $n] | split list {|x| 7 // ($x - 7) == 0 } --split after | length), g: ([1 $n 2] | where $it > 0 | split list 2 | last | default [] | length), h: ([7 1 7] | split list $n | length), i: ([$"a($n)" "a7"] | split list a7 | length)
    } | emit
}
