# flags: --btf=../kernel.btf
ebpf attach 'fentry:vfs_read' {|ctx|
    $ctx.arg.fil | emit
    $ctx.arg4 | emit
    $ctx.retval | emit
    $ctx.arg.count.x | emit
    $ctx.arg | emit
}
ebpf attach 'fentry:vfs_reed' {|ctx| $ctx.arg.file | emit }
ebpf attach 'fexit:no_result' {|ctx| $ctx.retval | emit }
ebpf attach 'fentry:vfs_read+4' {|ctx| count }
ebpf attach 'raw_tp:sched_switch' {|ctx| $ctx.arg.prv | emit }
ebpf attach 'uretprobe:/bin/sh:main' {|ctx| $ctx.arg.prev | emit }
ebpf attach 'tp_btf:sched_switch' {|ctx| $ctx.arg.prv | emit }
ebpf attach 'lsm:file/open' {|ctx| 0 }
