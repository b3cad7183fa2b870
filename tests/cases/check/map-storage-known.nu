map-define t --kind task-storage --value-type int
map-define i --kind inode-storage --value-type int
map-define s --kind sk-storage --value-type int
map-define c --kind cgrp-storage --value-type int
ebpf attach 'tp_btf:inet_sock_set_state' {|ctx|
    1 | map-put i $ctx.arg.sk.sk_socket.file.f_inode
    1 | map-put s ($ctx.arg.sk | into struct tcp_sock)
    let sk = $ctx.arg.sk
    for n in 1..3 { $n | map-put s $sk }
}
ebpf attach 'tracepoint:sock/inet_sock_set_state' {|ctx| 1 | map-put s ($ctx.skaddr | into struct sock) }
ebpf attach 'fmod_ret:security_socket_sendmsg' {|ctx| 1 | map-put s $ctx.arg.sock.sk; 0 }
ebpf attach 'lsm.s:file_open' {|ctx| 1 | map-put i $ctx.arg.file.f_inode; 'allow' }
ebpf attach 'kprobe:tcp_sendmsg' {|ctx| 1 | map-put s $ctx.arg.sk; 1 | map-put t $ctx.task.real_parent }
