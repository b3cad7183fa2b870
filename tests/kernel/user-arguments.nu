# Arguments of functions in user space by name, with their types, from debugging information.
ebpf attach --name call 'uprobe:./typed:typed' {|ctx|
    let words = $ctx.arg.words
    {
        first: ($words.0 | read-str)
        second: ($words | get ($ctx.arg.byte - 199) | read-str)
        small: $ctx.arg.small
        byte: $ctx.arg.byte
        flag: $ctx.arg.flag
        warmth: $ctx.arg.warmth
        large: $ctx.arg.large
        names: ($ctx.args | columns)
    } | emit
}
ebpf attach --name main 'uprobe:./typed:main' {|ctx|
    {argc: $ctx.args.argc, last: ($ctx.arg.argv | get $ctx.arg.argc)} | emit main
}
