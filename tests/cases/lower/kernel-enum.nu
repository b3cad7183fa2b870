# flags: --btf=../kernel.btf
ebpf attach 'tp_btf:sched_switch' {|ctx|
    let task = $ctx.arg.prev
    if $task.state == 'AWAKE' { {state: $task.state, towards: $task.towards} | emit }
    if $task.pid in ['ASLEEP' 'ABOVE'] { $task.towards | count }
    match $task.towards { 'BELOW' => { ($task.pid | into enum state) | emit } }
}
