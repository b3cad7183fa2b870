# flags: --arch=aarch64
ebpf attach --name sys 'ksyscall:openat' {|ctx| {flags: $ctx.flags, fourth: $ctx.arg3} | emit }
ebpf attach --name back 'kretsyscall:openat' {|ctx| $ctx.ret | emit }
ebpf attach --name sample 'profile:99hz' {|ctx| {ip: $ctx.ip, period: $ctx.sample_period, addr: $ctx.addr} | emit }
ebpf attach 'kprobe:vfs_*' {|ctx| $ctx.probe | emit }
