# flags: --btf=../kernel.btf
# Through structures of the kernel: one read for each address, embedded ones in between cost nothing.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let task = $ctx.task
    {
        parent: $task.real_parent.tgid
        inode: $task.mm.exe_file.f_path.dentry.d_inode.i_ino
        runtime: $task.se.sum_exec_runtime
        nice: $task.nice
        port: $task.port
        flag: $task.flag
        inner: $task.inner
        depth: $task.se.nameless.depth
        element: $task.mm.counters.2
        path: $task.paths.1.dentry.d_name.name
        number: $task.both.number
        towards: $task.towards
        last: $task.tail.5
        raw: $task.raw
        enqueue: $task.sched_class.enqueue
    } | emit
    if $task.comm == 'init' { count }
}
