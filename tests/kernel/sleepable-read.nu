# Memory of the process that is in no page table: what may sleep brings it in.
ebpf attach --name before 'uprobe:./swapped:glance' {|ctx|
    {text: ($ctx.arg.text | read-str), number: $ctx.arg.holder.number} | emit before
}
ebpf attach --name asleep 'uprobe.s:./swapped:look' {|ctx|
    let holder = $ctx.arg.holder
    {
        across: ($ctx.arg.across | read-str --max-len 32)
        number: $holder.number
        name: $holder.name
        text: ($holder.text | read-str)
        bytes: ($ctx.arg.text | read bytes --len 3)
        first: ($ctx.arg.text | read uint8)
    } | emit asleep
}
ebpf attach --name left 'uretprobe.s:./swapped:look' {|ctx| {result: $ctx.retval} | emit left }
