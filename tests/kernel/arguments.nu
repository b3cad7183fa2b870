# Arguments of a program: addresses of addresses in its own memory, and registers by their names.
ebpf attach --name exec 'tracepoint:syscalls/sys_enter_execve' {|ctx|
    if ($ctx.filename | read-str --max-len 16) != '/bin/true' { return }
    let argv = $ctx.argv
    mut n = 0
    while $n < 8 {
        if ($argv | get $n) == 0 { break }
        $n += 1
    }
    {
        n: $n
        first: ($argv.1 | read-str)
        second: ($argv | get ($n - 1) | read-str)
        read: ($ctx.argv + 8 | read ptr | read-str)
        letter: (($ctx.argv | read ptr) + 5 | read uint8)
        end: ($argv | get -o $n)
        word: ($ctx.args.argv == $argv)
    } | emit
}
ebpf attach --name raw 'raw_tp:sys_enter' {|ctx|
    if $ctx.comm != 'nubpf-args' or $ctx.arg.id != 110 { return }
    let regs = $ctx.arg.regs
    let all = ($ctx.arg1 | into int)
    {raw: ($regs.orig_ax == 110), id: ($ctx.args.id == $all), cast: (($ctx.arg0 | into struct pt_regs).orig_ax == 110)} | emit
}
