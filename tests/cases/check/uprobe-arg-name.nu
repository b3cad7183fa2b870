# flags: --btf=../kernel.btf
# A user program's function may have the name of one of the kernel's, and not its arguments.
ebpf attach 'uprobe:/bin/true:vfs_read' {|ctx| $ctx.arg.file.f_inode.i_ino | emit }
