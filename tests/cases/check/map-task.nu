map-define t --kind task-storage
ebpf attach 'tp_btf:sched_process_exit' {|ctx|
    1 | map-put t $ctx.pid
    1 | map-put t $ctx.task.real_parent
    1 | map-put t $ctx.arg.p
    1 | map-put t $ctx.task
    ($ctx.task) | map-get t | emit
    map-push t
}
