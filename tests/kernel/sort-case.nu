ebpf attach --name computed 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    { a: ([$"b($n)" $"A($n)" $"a($n)" "B7"] | sort -i | str join ","), b: ([b A a B] | sort -i -r | str join ","), c: ([{x: $"b($n)"} {x: "B7"} {x: "a"}] | sort-by x -i | get x | str join ",") } | emit
}
