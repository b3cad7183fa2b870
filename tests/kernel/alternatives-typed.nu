use nubpf *

# Arguments by name, where each alternative has them.
ebpf attach --name reads 'fentry:vfs_read|kprobe:vfs_read' {|ctx|
    if $ctx.comm == 'dd' { {size: $ctx.arg.count, file: ($ctx.arg.file.f_path.dentry.d_name.name | read-str --max-len 16)} | emit }
}
ebpf attach --name back 'fexit:nubpf_has_no_such_function|kretprobe:vfs_read' {|ctx|
    if $ctx.comm == 'dd' { {back: $ctx.pid} | emit }
}
