use nubpf *

ebpf attach --name enter 'kprobe:vfs_read' {|ctx|
    if $ctx.comm == 'dd' and $ctx.arg.count == 123 {
        {enter: $ctx.arg2, file: ($ctx.arg.file.f_path.dentry.d_name.name | read-str)} | emit
    }
}

ebpf attach --name leave 'kretprobe:vfs_read' {|ctx|
    if $ctx.comm == 'dd' and $ctx.retval == 123 { {exit: $ctx.retval} | emit }
}
