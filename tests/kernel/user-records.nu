# Structures of a program, through their debugging information.
ebpf attach --name show 'uprobe:./records:show' {|ctx|
    let node = $ctx.arg.node
    {
        word: ($node.word | read-str)
        name: $node.name
        raw: ($node.raw | bytes at 2..3)
        inner: $node.inner
        whole: $node.whole
        half: $node.half.1
        y: $node.at.y
        corner: $node.corners.2.x
        picked: ($node.corners | get ($node.low - 4)).y
        none: ($node.corners | get -o $node.low)
        cell: $node.table.1.2
        number: $node.numbers.1
        third: ($node.numbers | get ($node.low - 3))
        shade: $node.shade
        is_light: ($node.shade == 'LIGHT')
        low: $node.low
        middle: $node.middle
        high: $node.high
        flag: $node.flag
        next: ($node.next.word | read-str)
        next_name: $node.next.name
        behind: $node.next.next.at.x
        missing: $node.next.next?.at.x
        there: $node.next?.shade
        size: $ctx.arg.by.size
        by_number: $ctx.arg0.at.x
        same: ($ctx.arg0 == $node)
        names: ($ctx.args | columns)
    } | emit
}
ebpf attach --name build 'uprobe:./records:build' {|ctx| {n: $ctx.arg.n, x: $ctx.arg1.at.x} | emit build }
ebpf attach --name small 'uretprobe:./records:small' {|ctx| $ctx.retval | emit small }
ebpf attach --name same 'uretprobe:./records:same' {|ctx| {word: ($ctx.retval.word | read-str), y: $ctx.retval.at.y} | emit same }
ebpf attach --name word_of 'uretprobe:./records:word_of' {|ctx| $ctx.retval | read-str | emit word_of }
ebpf attach --name is_set 'uretprobe:./records:is_set' {|ctx| $ctx.retval | emit is_set }
ebpf attach --name shade_of 'uretprobe:./records:shade_of' {|ctx|
    let dark = $ctx.retval == 'DARK'
    {shade: $ctx.retval, dark: $dark} | emit shade_of
}
