# flags: --btf=../kernel.btf
# A `?` makes what cannot be read, and what this kernel does not have, null; then the path ends.
ebpf attach 'raw_tp:sys_enter' {|ctx|
    $ctx.task.mm?.exe_file?.f_inode.i_ino | emit
    $ctx.task.exit_code? | default 7 | emit
    let mm = $ctx.task.mm?
    if $mm != null { $mm.counters.0 | emit }
}
