use nubpf *

ebpf attach --name enter 'ksyscall:openat' {|ctx|
    if $ctx.comm == 'dd' {
        {file: ($ctx.filename | read-str --max-len 40), same: ($ctx.arg.flags == $ctx.flags), flags: $ctx.flags, raw: (($ctx.arg2 | into int) bit-and 3)} | emit
    }
}

ebpf attach --name leave 'kretsyscall:openat' {|ctx|
    if $ctx.comm == 'dd' { {ret: $ctx.ret, retval: $ctx.retval} | emit }
}

# The fourth argument has another register in a system call than in a function.
ebpf attach --name fourth 'ksyscall:rt_sigprocmask' {|ctx|
    if $ctx.comm == 'sh' { {size: $ctx.sigsetsize, raw: $ctx.arg3} | emit }
}
