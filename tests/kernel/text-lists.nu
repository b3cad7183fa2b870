ebpf attach --name split 'raw_tracepoint:sys_enter' {|ctx|
    let l = ($"a,($ctx.arg0 | into int),,b" | split row ,)
    { n: ($l | length), first: ($l | first), last: ($l | last), one: $l.1 } | emit
}

ebpf attach --name join 'raw_tracepoint:sys_enter' {|ctx|
    $"a,($ctx.arg0 | into int),,b" | split row , | str join '-' | emit
}

ebpf attach --name bare 'raw_tracepoint:sys_enter' {|ctx|
    $"a,($ctx.arg0 | into int),,b" | split row , | where $it != '' | str join | emit
}

ebpf attach --name number 'raw_tracepoint:sys_enter' {|ctx|
    let s = $"a,($ctx.arg0 | into int),,b"
    { two: ($s | split row -n 2 , | last), words: ($s | split row ',,' -n 3 | first) } | emit
}

ebpf attach --name chars 'raw_tracepoint:sys_enter' {|ctx|
    $"é($ctx.arg0 | into int)" | str substring 0..<8 | split chars | str join ' ' | emit
}

ebpf attach --name lines 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let s = $"a($n)\r\n\n(if $n == 7 { "x\r" } else { '' })"
    let l = ($s | lines)
    { n: ($l | length), all: ($l | str join '|') } | emit
}

ebpf attach --name joined 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    { ints: ([$n 2 3] | str join $"($n)"), some: ([$n 5] | where $it > 3 | str join ','), nulls: ([(if $n > 3 { 'a' }) 'b'] | str join '-') } | emit
}

ebpf attach --name known 'raw_tracepoint:sys_enter' {|ctx|
    {
        a: ('a,b,,' | split row , | str join '-'), b: ('aéb' | split row '' | str join '-'), c: ('a-b-c' | split row -n 2 '-' | last),
        d: ('héllo' | split chars | str join ' '), e: ("a\r\nb\n\n" | lines | str join '|'), f: ('a-b' | split column '-' x y | get 0.y),
        g: ([1 2 3 2] | split list 2 | get 1.0), h: ([1 2.5 true null 3kb] | str join ","), i: ('héllo' | str reverse), j: ("he\u{301}" | split chars -g | length),
        k: (['a,b' 'c'] | split row , | length), l: (['a' 'é'] | str length | str join ","), m: ('a--c' | split column '-' -c | get 0.column1), n: (['a ' ' b'] | str trim | str join '')
    } | emit
}
