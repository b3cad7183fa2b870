# flags: --btf=../kernel.btf
ebpf attach 'raw_tp:sys_enter' {|ctx|
    let task = ($ctx.arg0 | into struct task_struct)
    let i = ($ctx.arg1 | into int)
    let counters = $task.mm.counters
    {
        one: $counters.1
        at: ($counters | get $i)
        there: ($counters | get -o $i)
        inode: ($task.inodes | get $i).i_ino
        tail: ($task.tail | get $i)
        user: ($task.arg_start.3)
        name: $task.mm.exe_file.f_path.dentry.d_name.name.2
        read: ($ctx.arg0 | read int16 --user)
        bytes: ($ctx.arg0 + 4 | read bytes --len 6)
    } | emit
}
