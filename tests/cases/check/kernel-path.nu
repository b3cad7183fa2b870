# flags: --btf=../kernel.btf
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let task = $ctx.task
    $task.tgidd | emit
    $task.real_parent.mm.exe_fil | emit
    $task.se.nameless.dept | emit
    $task.0 | emit
    $task.pid.x | emit
    $task.mm.counters.x | emit
    let counters = $task.mm.counters
    $counters.x | emit
    $counters.4 | emit
    let paths = $task.paths
    $paths.0 | emit
    ($paths | get $task.pid) | emit
    ($task | get $task.pid) | emit
    $task.mm.counters.4 | emit
    $task.fraction | emit
    let nameless = $task.se.nameless
    $nameless.depth | emit
    $task.comm.3 | emit
    $task | math sum | emit
    $task.tgid = 3
}
