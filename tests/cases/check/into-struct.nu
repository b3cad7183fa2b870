# flags: --btf=../kernel.btf
ebpf attach 'raw_tp:sched_switch' {|ctx|
    ($ctx.arg1 | into struct task_strct).pid | emit
    ($ctx.arg1 | into union task_struct).pid | emit
    ($ctx.arg1 | into struct task_struct).pidd | emit
    ($ctx.comm | into struct task_struct).pid | emit
    (5sec | into struct task_struct).pid | emit
    ($ctx.arg1 | into struct task_struct --user --kernel).pid | emit
    ($ctx.arg1 | read int24) | emit
    ($ctx.arg1 | read bytes) | emit
    ($ctx.arg1 | read bytes --len 0) | emit
    ($ctx.arg1 | read int32 --len 4) | emit
    ($ctx.comm | read int32) | emit
    read int32 | emit
    ($ctx.arg1 | read int32 --user --kernel) | emit
}
