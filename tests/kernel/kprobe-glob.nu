use nubpf *

ebpf attach 'kprobe:vfs_re*d' {|ctx|
    if $ctx.comm == 'dd' { {probe: $ctx.probe, func: $ctx.func, size: $ctx.arg2} | emit }
}
ebpf attach --name back 'kretprobe.multi:vfs_rea[d]' {|ctx|
    if $ctx.comm == 'dd' { {probe: $ctx.probe, back: $ctx.retval} | emit }
}
ebpf attach 'ksyscall:open*' {|ctx|
    if $ctx.comm == 'dd' { $ctx.probe | count }
}
