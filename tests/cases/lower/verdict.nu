# flags: --btf=../kernel.btf
# What the closure gives decides: a name, a number that is an error or none, nothing.
ebpf attach 'lsm:file_open' {|ctx|
    if $ctx.uid == 7 { return 'deny' }
    if $ctx.uid == 8 { return }
    if $ctx.uid == 9 { return (0 - $ctx.gid) }
    if $ctx.uid > 9 { -13 }
}
ebpf attach 'fmod_ret:vfs_read' {|ctx| $ctx.retval }
