# A value of each file's own, of its socket's and its thread's, by what a hook is given.
map-define opens --kind inode-storage
map-define sent --kind sk-storage
map-define first --kind task-storage --value-type int
ebpf attach --name open 'lsm:file_open' {|ctx|
    if $ctx.comm != 'cat' { return 0 }
    map-update opens $ctx.arg.file.f_inode {|old| ($old | default 0) + 1 }
    let n = (map-get opens $ctx.arg.file.f_inode)
    if $n == 3 {
        {name: ($ctx.arg.file.f_path.dentry.d_name.name | read-str --max-len 32), opens: $n} | emit
        map-delete opens $ctx.arg.file.f_inode
        {gone: (not (map-contains opens $ctx.arg.file.f_inode))} | emit
        return 'deny'
    }
    0
}
ebpf attach --name sent 'lsm:socket_sendmsg' {|ctx|
    if $ctx.comm != 'nubpf-talk' { return 0 }
    map-update sent $ctx.arg.sock.sk {|old| ($old | default 0) + $ctx.arg.size }
    {sent: (map-get sent $ctx.arg.sock.sk)} | emit sent
    0
}
ebpf attach --name sleepy 'lsm.s:file_open' {|ctx|
    if $ctx.comm != 'cat' { return 0 }
    map-update first $ctx.task {|old| ($old | default 0) + 1 }
    if (map-get first $ctx.task) > 1000 { -1 } else { 0 }
}
