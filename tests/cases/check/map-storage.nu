map-define t --kind task-storage --value-type int
map-define i --kind inode-storage --value-type int
map-define s --kind sk-storage --value-type int
map-define c --kind cgrp-storage --value-type int
ebpf attach 'tp_btf:inet_sock_set_state' {|ctx|
    1 | map-put s $ctx.arg.sk.__sk_common.skc_dport
    1 | map-put c $ctx.task?.cgroups.dfl_cgrp
    1 | map-put c $ctx.task
    1 | map-put t $ctx.arg.sk
}
