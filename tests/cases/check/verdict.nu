# flags: --btf=../kernel.btf
ebpf attach 'lsm:file_open' {|ctx|
    if $ctx.uid == 1 { return 'drop' }
    if $ctx.uid == 2 { return 1 }
    if $ctx.uid == 3 { return (-5000) }
    if $ctx.uid == 4 { return true }
    if $ctx.uid == 5 { 'deny' } else { 'allow' }
}
ebpf attach 'fmod_ret:vfs_read' {|ctx| 'allow' }
ebpf attach 'fentry:vfs_read' {|ctx| 'nobody asks' }
