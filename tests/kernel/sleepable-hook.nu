# What the process gives to a system call, in no page table yet, seen by a hook that may sleep.
ebpf attach --name asked 'lsm.s:file_ioctl' {|ctx|
    if $ctx.arg.cmd == 0x4711 and $ctx.comm == 'swapped' {
        {text: ($ctx.arg.arg | read-str --user), bytes: ($ctx.arg.arg | read bytes --user --len 3)} | emit
    }
    'allow'
}
