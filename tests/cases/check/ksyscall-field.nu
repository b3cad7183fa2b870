ebpf attach 'ksyscall:openat' {|ctx| $ctx.arg.filenam | count }
ebpf attach 'kretsyscall:openat' {|ctx| $ctx.filename | count }
ebpf attach 'tracepoint:syscalls/sys_enter_open*' {|ctx| $ctx.filename | count }
