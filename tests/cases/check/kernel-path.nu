# flags: --btf=../kernel.btf
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let task = $ctx.task
    $task.tgidd | emit
    $task.real_parent.mm.exe_fil | emit
    $task.se.nameless.dept | emit
    $task.0 | emit
    $task.pid.x | emit
    $task.mm.counters | emit
    $task.mm.counters.4 | emit
    $task.fraction | emit
    let nameless = $task.se.nameless
    $nameless.depth | emit
    $task.comm.3 | emit
    $task | math sum | emit
    $task.tgid = 3
}
