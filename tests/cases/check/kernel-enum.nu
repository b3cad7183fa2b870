# flags: --btf=../kernel.btf
ebpf attach 'tp_btf:sched_switch' {|ctx|
    let task = $ctx.arg.prev
    ($task.state == 'AWAKEN') | emit
    ($task.state == 'ABOVE') | emit
    ($task.pid == 'AWAK') | emit
    ($task.pid in ['AWAKE' 'ASLEP']) | emit
    let found = match $task.state { 'ASLEEP' => 1, 'NOBODY' => 2, _ => 3 }
    ($task.comm == 'AWAKE') | emit
    ($ctx.cpu == 'AWAKE') | emit
    ($task.pid | into enum stat) | emit
    ($task.comm | into enum state) | emit
    ($task.pid | into enum ABOVE).x | emit
}
