use nubpf *

# Arguments and the result have their types, and lead into structures.
ebpf attach 'fentry:vfs_read' {|ctx|
    if $ctx.comm == 'dd' and $ctx.arg.count == 123 {
        {enter: $ctx.arg2, file: ($ctx.arg.file.f_path.dentry.d_name.name | read-str), pos: ($ctx.arg.pos != null)} | emit
    }
}

ebpf attach 'fexit:vfs_read' {|ctx|
    if $ctx.comm == 'dd' and $ctx.arg.count == 123 { {exit: $ctx.retval} | emit }
}
