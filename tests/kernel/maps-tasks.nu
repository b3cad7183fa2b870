# A value of each thread's own, gone with it.
map-define began --kind task-storage
map-define calls --kind task-storage
ebpf attach --name in 'tracepoint:syscalls/sys_enter_write' {|ctx|
    if $ctx.comm != 'storm' { return }
    if not ($ctx.task | map-contains began) { 'first' | count new }
    {at: $ctx.ktime, size: ($ctx.count | into int)} | map-put began $ctx.task
    map-update calls $ctx.task {|old| ($old | default 0) + 1 }
}
ebpf attach --name out 'tracepoint:syscalls/sys_exit_write' {|ctx|
    let began = ($ctx.task | map-get began)
    if $began == null { return }
    ($ctx.ktime - $began.at) >= 0 | count forward
    $began.size | sum --by $ctx.tgid sizes
    (map-get calls $ctx.task) == null | count counted
    if (map-get calls $ctx.task) == 10 {
        $ctx.task | map-delete began
        map-get began $ctx.task | emit gone
        (map-get calls $ctx.task) | emit calls
    }
}
