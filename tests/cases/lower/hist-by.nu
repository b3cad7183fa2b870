# The bucket follows the key.
ebpf attach 'raw_tp:sys_enter' {|ctx| $ctx.arg1 | hist --by { comm: $ctx.comm, uid: $ctx.uid } sizes }
