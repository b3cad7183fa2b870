# flags: --kernel=6.1
ebpf attach 'tp_btf:sched_process_exit' {|ctx|
    1 | map-put t $ctx.arg.p --kind task-storage
    1 | map-put c $ctx.task.cgroups.dfl_cgrp --kind cgrp-storage
}
