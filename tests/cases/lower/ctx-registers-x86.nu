# flags: --arch=x86_64
# Arguments and return values stand in registers: struct pt_regs.
ebpf attach 'kprobe:tcp_sendmsg' {|ctx| { sk: $ctx.arg0, msg: $ctx.arg1, size: $ctx.arg2 } | emit }
ebpf attach 'kretprobe:tcp_sendmsg' {|ctx| $ctx.retval | into int | emit }
