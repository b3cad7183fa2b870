use nubpf *

# What the kernel's structures say of the thread is what its helpers say.
ebpf attach 'raw_tracepoint:sys_enter' {|ctx|
    let task = $ctx.task
    {
        tgid: ($task.tgid == $ctx.tgid)
        pid: ($task.pid == $ctx.pid)
        comm: ($task.comm == $ctx.comm)
        name: $task.comm
        leader: ($task.group_leader.pid == $ctx.tgid)
        parent: $task.real_parent.comm
        ppid: ($ctx.ppid == $task.real_parent.tgid and $ctx.ppid != $ctx.tgid)
        grandparent: ($task.real_parent.real_parent.tgid > 0)
        wait: $task.in_iowait
        cpus: ($task.nr_cpus_allowed > 0)
        inode: ($task.mm?.exe_file?.f_inode.i_ino != null)
    } | emit
    # A file on disk is no pipe: what stands behind null is zero, or null.
    {zero: $task.mm.exe_file.f_inode.i_pipe.head, none: $task.mm.exe_file.f_inode.i_pipe?.head} | emit
    ($task.mm.exe_file.f_path.dentry.d_name.name | read-str) | emit
}
