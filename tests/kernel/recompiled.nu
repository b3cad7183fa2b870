use nubpf *
# What takes too much stack at first is compiled again, structures of the kernel included.
ebpf attach --name again 'raw_tracepoint:sys_enter' {|ctx|
    let n = ($ctx.arg0 | into int)
    let id = $ctx.task.tgid
    let name = $ctx.task.comm
    let at = (($"('a')\n($n)\r\n" | lines | str join '|') | str index-of 'Z' --range 2..6)
    {at: $at, same: ($id == $ctx.tgid and $name == $ctx.comm)} | emit
}
